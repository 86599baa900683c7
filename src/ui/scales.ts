/** @file What the scales of plots are about: the open table, and in the stages that judge the run that is shown. */
import { Scales, setScales } from './plots/scales.svelte.ts';
import type { Workspace } from './state/contract.ts';

const judging = ['evaluate', 'fairness', 'explain'];

/** For the component that calls it and all below. */
export function keepScales(workspace: Workspace): void {
  const about = () => ({
    table: workspace.table?.sha256 ?? null,
    run: judging.includes(workspace.stage) ? (workspace.current?.id ?? null) : null,
  });
  setScales(new Scales(about));
}

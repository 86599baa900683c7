/** @file What Shapley values are counted in. */
import type { Scale } from '../../core/explain/shapley.ts';

export const unitOf = ({ output }: { output: Scale }): string =>
  output === 'logit' ? 'log-odds' : output === 'margin' ? 'margin' : 'score';

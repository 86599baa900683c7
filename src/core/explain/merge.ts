/** @file Curves computed later, put beside those that a run has. */
import type { PartialDependence } from './partial-dependence.ts';

/** Old curves with fresh ones in their place, or after them. */
export function mergeCurves(old: PartialDependence[], fresh: PartialDependence[]): PartialDependence[] {
  const key = (curve: PartialDependence) => JSON.stringify([curve.column, curve.class]);
  const byKey = new Map(old.map((curve) => [key(curve), curve]));
  for (const curve of fresh) byKey.set(key(curve), curve);
  return [...byKey.values()];
}

/** @file Curves computed later, put beside those that a run has. */
/** Old curves with fresh ones in their place, or after them. */
export function mergeCurves<Curve extends { column: string; class: string }>(
  old: readonly Curve[],
  fresh: readonly Curve[],
): Curve[] {
  const key = (curve: Curve) => JSON.stringify([curve.column, curve.class]);
  const byKey = new Map(old.map((curve) => [key(curve), curve]));
  for (const curve of fresh) byKey.set(key(curve), curve);
  return [...byKey.values()];
}

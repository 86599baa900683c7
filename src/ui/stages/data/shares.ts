/** @file Shares of a population as a person types them: `female 50.5, male 49.5`. Pure. */

/** Null where a part is no value with a share of 0 or more behind it. Nothing typed: no shares. */
export function readShares(text: string): Record<string, number> | null {
  const shares: Record<string, number> = {};
  for (const part of text.split(/[,;\n]/)) {
    if (part.trim() === '') continue;
    const found = /^(.+?)[\s:=]+([\d.]+)\s*%?$/.exec(part.trim());
    const share = Number(found?.[2]);
    if (!found || !Number.isFinite(share)) return null;
    shares[found[1]!.trim()] = share;
  }
  return shares;
}

export function sharesText(shares: Record<string, number>): string {
  return Object.entries(shares)
    .map(([level, share]) => `${level} ${share}`)
    .join(', ');
}

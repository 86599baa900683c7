/** @file CSV text out: RFC 4180 quoting, LF. */

/** Records of cell texts, header first. A lone missing cell is written `NA`, so that its line is not a blank one. */
export function writeCsv(records: Iterable<readonly string[]>): string {
  const lines: string[] = [];
  for (const record of records) {
    const line = record.map(quoted).join(',');
    lines.push(line === '' ? 'NA' : line);
  }
  return lines.join('\n') + '\n';
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

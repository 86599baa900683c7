/** @file Taking a plot or its numbers away as a file. */
import type { FigureTable } from './figure.ts';

/** RFC 4180, LF, full precision; null is an empty field. */
export function tableCsv({ columns, rows }: FigureTable): string {
  const field = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(field).join(',') + '\n').join('');
}

/** `Every threshold, and what it costs` -> `every-threshold-and-what-it-costs` */
export function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'plot'
  );
}

/** Hands a URL (data: or blob:) to the browser to save; nothing leaves the machine. */
export function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

export function saveText(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

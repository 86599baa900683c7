/** @file What datasets/plugin.ts makes for the page. */
declare module 'virtual:samples' {
  export const samples: {
    id: string;
    title: string;
    describes: string;
    rows: number;
    columns: number;
    /** Ready-made study: one click from the first screen to a judged run. */
    study: import('../src/core/study/schema.ts').StudyInput;
    /** The same table asked otherwise. */
    also: { title: string; study: import('../src/core/study/schema.ts').StudyInput }[];
    /** Markdown of the data card. */
    card: string;
    /** Absolute, same origin; also right when fetched in a worker. */
    url: string;
    /** The rule that made the table, of the file with this hash; null where nobody knows it. */
    truth: (() => Promise<import('./sample.ts').Truth & { sha256: string }>) | null;
  }[];
}

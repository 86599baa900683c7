/** @file What each folder here gives: one data set that ships with the app. */

import type { StudyInput } from '../src/core/study/schema.ts';

export interface SampleSource {
  /** Folder name; a study names it as `sample:<id>`. */
  id: string;
  title: string;
  /** One sentence for the first screen. */
  describes: string;
  /** Over half a megabyte compressed: kept for offline use once it was opened, not before. */
  large?: boolean;
  /** CSV text: UTF-8, LF, one header line. The same text every time. */
  csv(): string;
  /** Of a table that is made here: the rule that made its answers. */
  truth?(): Truth;
  /** The same table asked otherwise: what changes in its ready-made study. */
  also?: { title: string; study: Partial<StudyInput> }[];
}

/** What nobody knows of real data. */
export interface Truth {
  /** The column that was drawn. */
  target: string;
  /** Its values. */
  classes: string[];
  /** The chance of each value, for each row of the file: what the answer was drawn by. */
  chances: number[][];
}

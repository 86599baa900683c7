import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sampleFile, sampleIds } from '../../datasets/node.ts';
import type { StudyInput } from '../../src/core/study/schema.ts';
import { fromFile, fromLink, linkMark, longestLink, toFile, toLink } from '../../src/store/link.ts';

/** As the page has it: with the hash of its data, and what was chosen on the way. */
const studies = sampleIds.map((id) => {
  const study = JSON.parse(sampleFile(id, 'study.json')) as StudyInput;
  return { ...study, data: { ...study.data, sha256: 'a9'.repeat(32) } } as StudyInput;
});
const base: StudyInput = {
  version: 1,
  name: 'Grüße 🐧, ünïcode',
  data: { source: 'ข้อมูล.csv', sha256: '0f'.repeat(32) },
  framing: { kind: 'multiclass', target: 'species' },
  calibration: 'platt',
  seed: 0,
};
const beside: StudyInput[] = [
  base,
  { ...base, framing: { kind: 'binary', target: 'species', positive: 'Gentoo' } },
  (({ calibration: _, ...rest }) => rest)(base),
  { ...base, model: { kind: 'decision-tree', options: {} } },
];
/** What cannot be a link of this page. */
const packed = (told: unknown) =>
  linkMark + Buffer.from(deflateSync(strToU8(JSON.stringify(told)))).toString('base64url');

describe('a link', () => {
  test.for(studies.map((study) => [study.name!, study] as const))(
    'of the sample %s restores the same bytes',
    async ([, study]) => {
      const link = toLink({ study, beside: [] });
      expect(JSON.stringify(await fromLink(link))).toBe(JSON.stringify({ study, beside: [] }));
      expect(link.length).toBeLessThanOrEqual(longestLink);
      expect(link).toMatch(/^study=[\w-]+$/);
    },
  );

  test('of four framings restores each, byte for byte, keys that one lacks included', async () => {
    const link = toLink({ study: base, beside });
    expect(JSON.stringify(await fromLink(link))).toBe(JSON.stringify({ study: base, beside }));
    expect(link.length).toBeLessThanOrEqual(longestLink);
  });

  test('that was cut, is of another version or holds no study is refused in one sentence', async () => {
    const link = toLink({ study: base, beside });
    await expect(fromLink(link.slice(0, -20))).rejects.toThrow(
      /^link: is not whole, ask for it again or for the file: \d+ characters$/,
    );
    await expect(fromLink('study=%%%')).rejects.toThrow('link: is not whole');
    await expect(fromLink(packed({ v: 2, study: base }))).rejects.toThrow(
      'link: was made by another version of Plumb; 1 is known: 2',
    );
    await expect(fromLink(packed({ v: 1, study: { ...base, sede: 1 } }))).rejects.toThrow(
      /^study\.sede: not a known key \(did you mean seed\?\)/,
    );
    await expect(fromLink(packed({ v: 1, study: base, beside: [{ seed: 'x' }] }))).rejects.toThrow(
      /^study\.seed: must be/,
    );
  });
});

describe('a file', () => {
  test('of one study is the study alone, as the command line takes it', async () => {
    expect(JSON.parse(toFile({ study: base, beside: [] }))).toEqual(base);
    expect(await fromFile(toFile({ study: base, beside: [] }))).toEqual({ study: base, beside: [] });
  });

  test('of framings restores each, and one that is none is refused', async () => {
    expect(JSON.stringify(await fromFile(toFile({ study: base, beside })))).toBe(
      JSON.stringify({ study: base, beside }),
    );
    await expect(fromFile('{')).rejects.toThrow(/^study: not valid JSON/);
    await expect(fromFile('[]')).rejects.toThrow(/^study/);
    await expect(fromFile('null')).rejects.toThrow(/^study/);
  });
});

/** @file Whole runs over texts: messages that are spam or not, and 77 questions to a bank. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/core/base/random.ts';
import { readTable } from '../../../src/core/data/reader.ts';
import { fitTransform, applyRecipe } from '../../../src/core/features/recipe.ts';
import type { FitInput, SparseFitInput } from '../../../src/core/models/contract.ts';
import { baseline } from '../../../src/core/models/baseline.ts';
import { logistic } from '../../../src/core/models/logistic.ts';
import { explainRun } from '../../../src/core/study/explain.ts';
import { fitModel, predictRows, takenBy } from '../../../src/core/study/learn.ts';
import { parseStudy } from '../../../src/core/study/parse.ts';
import { prepare } from '../../../src/core/study/prepare.ts';
import { runStudy } from '../../../src/core/study/run-study.ts';
import type { StudyInput } from '../../../src/core/study/schema.ts';
import { sharedFile } from '../../shared.ts';
import { control, options } from './fixture.ts';

const text = { type: 'text', role: 'feature' } as const;

function table(path: string, study: StudyInput) {
  return readTable(readFileSync(path), study.data.source, { columns: study.data.columns });
}

describe('messages', () => {
  const path = sharedFile('sms_spam.csv');
  const study: StudyInput = {
    version: 1,
    data: { source: 'sms_spam.csv', columns: { text } },
    framing: { kind: 'binary', target: 'label', positive: 'spam' },
  };

  test.skipIf(path === null)(
    'a run with nothing told but the column beats the baseline',
    { timeout: 60_000 },
    async () => {
      const { table: messages } = await table(path!, study);
      const means = await options();
      const result = await runStudy(parseStudy(study), messages, means);
      expect(result.run.study.recipe!.map(({ step }) => step)).toEqual(['tf-idf']);
      expect(result.bundle.recipe).toMatchObject({ sparse: true });
      const [own, prior] = [result.run.metrics.test['accuracy']!.value!, result.run.baseline.test['accuracy']!.value!];
      // 747 of 5,574 messages are spam: who always says ham is right in 0.866 of them.
      expect(prior).toBeCloseTo(0.866, 2);
      expect(own).toBeGreaterThan(0.95);
      await expect(explainRun(result, messages, ['text'], 0, means)).rejects.toThrow(/texts have no values to try/);
    },
  );

  test.skipIf(path === null)('rows without zeros give the scores of dense ones', { timeout: 60_000 }, async () => {
    const { table: messages } = await table(path!, study);
    const prepared = prepare(parseStudy(study), messages);
    const train = prepared.train.subarray(0, 800);
    const recipe = [{ step: 'tf-idf', maxFeatures: 400 }];
    const { state, x } = fitTransform(recipe, prepared.features, train, null, { sparse: true });
    const same = fitTransform(recipe, prepared.features, train).x;
    const told = { y: Int32Array.from(train, (row) => prepared.codes[row]!), classes: 2, weights: null };
    const { compute } = await options();
    const context = { ...control, compute, rng: createRng(1) };
    for (const family of [logistic, baseline]) {
      const given: unknown = family.options.parse({});
      const ours = await family.fitSparse!({ ...told, x, validation: null } as SparseFitInput, given as never, context);
      const dense = await family.fit({ ...told, x: same, validation: null } as FitInput, given as never, context);
      expect(ours.ended).toBe('converged');
      const sparseX = applyRecipe(state, prepared.features, prepared.test, { sparse: true });
      const scores = await family.predictSparse!(ours.state, sparseX as SparseFitInput['x'], compute);
      const others = await family.predict(dense.state, applyRecipe(state, prepared.features, prepared.test), compute);
      expect(scores).toHaveLength(others.length);
      expect(scores.reduce((far, score, i) => Math.max(far, Math.abs(score - others[i]!)), 0)).toBeLessThan(1e-12);
    }
  });

  test('a curve over a text is refused where it is asked for', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'spam' : 'ham'},word ${i}`);
    const { table: small } = await readTable(new TextEncoder().encode(['label,text', ...lines].join('\n')), 's.csv', {
      columns: { text },
    });
    const asked = parseStudy({ ...study, explain: { partialDependence: ['text'] } });
    expect(() => prepare(asked, small)).toThrow(
      'study.explain.partialDependence[0]: texts have no values to try one after the other: text',
    );
  });

  test('curves over another column move it beside a text that stays', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, i) => `${i % 2 ? 'spam' : 'ham'},${i % 2 ? 'win' : 'home'} now ${i},${i % 2}`,
    );
    const bytes = new TextEncoder().encode(['label,text,hour', ...lines].join('\n'));
    const types = { text, hour: { type: 'number', role: 'feature' } } as const;
    const { table: small } = await readTable(bytes, 's.csv', { columns: types });
    const asked = parseStudy({
      ...study,
      data: { source: 's.csv', columns: types },
      explain: { partialDependence: ['hour'] },
    });
    const { partialDependence } = await runStudy(asked, small, await options());
    expect(partialDependence.map(({ column, class: of, grid }) => [column, of, grid])).toEqual([
      ['hour', 'ham', [0, 1]],
      ['hour', 'spam', [0, 1]],
    ]);
    const [, spam] = partialDependence;
    expect(spam!.mean[1]!).toBeGreaterThan(spam!.mean[0]!);
  });
});

describe('questions to a bank', () => {
  const path = sharedFile('banking77.csv');
  const study: StudyInput = {
    version: 1,
    data: { source: 'banking77.csv', columns: { text } },
    framing: { kind: 'multiclass', target: 'category' },
    split: { kind: 'column', column: 'split' },
    recipe: [{ step: 'tf-idf', maxFeatures: 1000 }],
    model: { kind: 'logistic', options: { maxIterations: 15 } },
  };

  // Fitted and scored as a run does it, without the intervals, which take most of a run's time where classes are many.
  test.skipIf(path === null)('77 classes are told apart', { timeout: 120_000 }, async () => {
    const { table: questions } = await table(path!, study);
    const prepared = prepare(parseStudy(study), questions);
    const { train, test: held, codes, features } = prepared;
    const takes = takenBy('logistic');
    const { state: recipe, x } = fitTransform(prepared.study.recipe!, features, train, null, takes);
    expect(x).toHaveProperty('starts');
    const { compute } = await options();
    const none = new Uint32Array(0);
    const validationX = applyRecipe(recipe, features, none, takes);
    const fitting = { x, rows: train, validationX, validation: none, codes, weights: null, classes: 77 };
    const fitted = await fitModel(prepared.study.model, fitting, { ...control, compute, rng: createRng(1) });
    const scores = await predictRows(fitted.state, held, { recipe, features, classes: 77, compute, control });
    const hits = held.filter((row, i) => {
      const own = scores.subarray(77 * i, 77 * i + 77);
      return own.indexOf(Math.max(...own)) === codes[row];
    });
    // 40 test questions of each class: one answer for all is right in 1 of 77.
    expect(held).toHaveLength(77 * 40);
    expect(hits.length / held.length).toBeGreaterThan(0.8);
  });
});

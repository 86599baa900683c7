import { finding, featureColumns, leaveOut, digits } from './contract.ts';
import type { QualityTest } from './contract.ts';

export const disguise: QualityTest = {
  kind: 'target-in-disguise',
  label: 'Target in disguise',
  describes: 'Fails a feature whose levels and the classes stand one to one: the target under another name.',
  run(context) {
    const { target } = context;
    if (target === null) return [];
    const found = featureColumns(context).flatMap((column) => {
      if (column.coded === null) return [];
      const { codes, levels } = column.coded;
      const classOf = new Int32Array(levels.length).fill(-1);
      const levelOf = new Int32Array(target.classes.length).fill(-1);
      let n = 0;
      for (let row = 0; row < codes.length; row++) {
        const [level, label] = [codes[row]!, target.codes[row]!];
        if (level < 0 || label < 0) continue;
        if (classOf[level] === -1 && levelOf[label] === -1) [classOf[level], levelOf[label]] = [label, level];
        else if (classOf[level] !== label || levelOf[label] !== level) return [];
        n++;
      }
      const pairs = [...classOf].flatMap((label, level) =>
        label < 0 ? [] : [`${levels[level]} = ${target.classes[label]}`],
      );
      // A row a level is an id; one level says nothing.
      if (pairs.length < 2 || n < 5 * pairs.length) return [];
      return finding(context, {
        test: 'target-in-disguise',
        status: 'fail',
        column: column.name,
        text: `${column.name}: in all ${digits(n)} rows (threshold: all) its ${pairs.length} levels are the classes of ${target.name} under other names`,
        value: 1,
        threshold: 1,
        levels: pairs,
        ...leaveOut(column.name),
      });
    });
    if (found.length > 0) return found;
    const text = `no feature stands one to one with ${target.name}`;
    return [finding(context, { test: 'target-in-disguise', status: 'pass', text, threshold: 1 })];
  },
};

/** @file Families and options by the words of their schemas. */
import { classifiers } from '../../../core/models/index.ts';
import { fieldsOf } from '../../state/fields.ts';
import type { Names } from './leaderboard.ts';

const labels = new Map<string, Record<string, string>>();

export const names: Names = {
  family: (kind) => classifiers[kind]?.label ?? kind,
  option(kind, key) {
    let own = labels.get(kind);
    if (!own) {
      const fields = classifiers[kind] ? fieldsOf(classifiers[kind].options) : [];
      labels.set(kind, (own = Object.fromEntries(fields.map((field) => [field.key, field.label]))));
    }
    return own[key] ?? key;
  },
};

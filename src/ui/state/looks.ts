/** @file What the worker can say of the open table in the light of the study as edited. All throw what the worker throws. */
import type { Distribution } from '../../core/data/explore/types.ts';
import type { Finding } from '../../core/data/quality/index.ts';
import type { DataCard } from '../../core/release/data-card.ts';
import type { Exploration } from '../../core/study/explore.ts';
import type { RecipePreview } from '../../core/study/recipe-preview.ts';
import type { StudyInput } from '../../core/study/schema.ts';
import type { Engine } from '../../engine/index.ts';

export interface Looks {
  explore(): Promise<Exploration>;
  /** One column, overlaid by the target, a column's values or `(split)`; null: whole. */
  distribution(column: string, by: string | null): Promise<Distribution>;
  /** Every quality test, the populations of the data card included. */
  quality(): Promise<Finding[]>;
  /** What each step does to the training rows; null while there is no target. */
  recipe(): Promise<RecipePreview | null>;
}

interface Present {
  study: Partial<StudyInput> | null;
  card: DataCard | null;
}

export function createLooks(engine: Engine, present: Present): Looks {
  return {
    explore: () => engine.call('explore', { study: present.study }),
    distribution: (column, by) => engine.call('distribution', { column, by, study: present.study }),
    quality() {
      const references = Object.entries(present.card?.references ?? {});
      return engine.call('quality', {
        study: present.study,
        references: references.map(([column, shares]) => ({ column, shares })),
      });
    },
    recipe: async () => (present.study?.framing ? engine.call('recipe', { study: present.study as StudyInput }) : null),
  };
}

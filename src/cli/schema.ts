/** @file Writes public/study.schema.json: `npx tsx src/cli/schema.ts`, after a change of the study or of any option. */
import { writeFileSync } from 'node:fs';
import { studyJsonSchema } from '../core/study/json-schema.ts';

const path = new URL('../../public/study.schema.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(studyJsonSchema(), null, 2)}\n`);

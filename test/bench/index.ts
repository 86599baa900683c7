/** @file npm run bench [-- part …]: times against their peers in one run; all parts without a name. */
import { loadavg } from 'node:os';

const parts: Record<string, () => Promise<unknown>> = {
  backends: async () => (await import('./backends.ts')).benchBackends(),
  families: async () => (await import('./families.ts')).benchFamilies(),
  boosting: async () => (await import('./families.ts')).benchBoosting(),
  networks: async () => (await import('./networks.ts')).benchNetworks(),
  gpu: async () => (await import('./gpu.ts')).benchGpu(),
  trees: async () => (await import('./explain.ts')).benchTrees(),
  explain: async () => (await import('./explanations.ts')).benchExplanations(),
  search: async () => (await import('./search.ts')).benchSearch(),
  quality: async () => (await import('./quality.ts')).benchQuality('adult.csv', 'trees'),
  'quality-bank': async () => (await import('./quality.ts')).benchQuality('bank_marketing.csv', 'trees'),
  'quality-smooth': async () => {
    const { benchQuality } = await import('./quality.ts');
    for (const file of ['adult.csv', 'bank_marketing.csv'] as const) await benchQuality(file, 'smooth');
  },
  scale: async () => (await import('./scale.ts')).benchScale(),
  data: async () => (await import('./data.ts')).benchData(),
  page: async () => (await import('./page.ts')).benchPage(),
};

const told = process.argv.slice(2);
const unknown = told.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`bench: there are ${Object.keys(parts).join(', ')}: ${unknown.join(', ')}`);
  process.exit(2);
}
for (const name of told.length > 0 ? told : Object.keys(parts)) {
  console.log(`\n${name} (load of the machine ${loadavg()[0]!.toFixed(1)})`);
  await parts[name]!();
}
process.exit(0);

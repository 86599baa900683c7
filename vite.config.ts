import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  base: './',
  define: { global: 'globalThis' },
  plugins: [svelte({ compilerOptions: { runes: true } })],
  build: { outDir: '../dist', emptyOutDir: true, target: 'esnext' },
  worker: { format: 'es' },
  test: {
    root: '.',
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          environment: 'node',
          pool: 'forks',
          include: ['test/{core,engine,cli,datasets}/**/*.test.ts', 'test/*.test.ts'],
        },
      },
    ],
  },
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig, type Plugin } from 'vitest/config';
import { largeSamples } from './datasets/node.ts';
import { datasetsPlugin } from './datasets/plugin.ts';
import { chromiumArguments, findChromium } from './test/chromium.ts';

const root = import.meta.dirname;

/** What the built page may do: load from its own origin, run WebAssembly, and talk to nobody. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  // plotly.js and Svelte's style: directive write inline styles.
  "style-src 'self' 'unsafe-inline'",
  // data: and blob: are the pictures that plots are saved as.
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "form-action 'none'",
  "base-uri 'self'",
].join('; ');

/** Puts the policy into index.html, so that it holds on any static host; dev needs inline scripts and goes without. */
function policyPlugin(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * danfojs without its plots and spreadsheets, and with the core of TensorFlow.js alone: nothing here asks it to draw,
 * to open files or to calculate, and so it is 7 MB less to load.
 */
function danfoPlugin(): Plugin {
  const empty = '\0empty';
  return {
    name: 'danfojs',
    enforce: 'pre',
    resolveId(id, importer) {
      if (!importer?.includes('/danfojs/')) return null;
      if (id === '@tensorflow/tfjs') return join(root, 'node_modules/@tensorflow/tfjs-core/dist/index.js');
      return ['plotly.js-dist-min', 'xlsx'].includes(id) ? empty : null;
    },
    load: (id) => (id === empty ? 'export default {};' : null),
  };
}

/** Every package file that src imports: bundled before the first browser test, as a later find would reload the page. */
function importedPackages(): string[] {
  const files = (readdirSync(join(root, 'src'), { recursive: true }) as string[]).filter((file) =>
    /(?<!\.d)\.(ts|svelte)$/.test(file),
  );
  const found = files.flatMap((file) => [
    ...readFileSync(join(root, 'src', file), 'utf8').matchAll(
      /(?:^import (?!type)[^'"]*|^\} from |^export [^'"]* from |(?<!typeof )\bimport\()['"]([^'"]+)['"]/gm,
    ),
  ]);
  return [...new Set(found.map((match) => match[1]!))].filter(
    (name) => !/^\.|^virtual:|^node:|\?|\.css$|^@fontsource|^svelte(\/|$)|^bits-ui|^@lucide|^webgpu$/.test(name),
  );
}

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  base: './',
  cacheDir: join(root, 'node_modules/.vite'),
  define: { global: 'globalThis' },
  resolve: {
    // The package's browser entry is a prebuilt bundle with a TensorFlow.js of its own inside; its modules are not.
    alias: [{ find: /^danfojs$/, replacement: join(root, 'node_modules/danfojs/dist/danfojs-browser/src/index.js') }],
    dedupe: ['@tensorflow/tfjs', '@tensorflow/tfjs-core', 'svelte'],
  },
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    datasetsPlugin(),
    policyPlugin(),
    VitePWA({
      registerType: 'prompt',
      manifest: {
        name: 'Plumb',
        short_name: 'Plumb',
        description: 'Train and judge classifiers in the browser. Nothing leaves this device.',
        display: 'standalone',
        start_url: './',
        scope: './',
        theme_color: '#f3f1ec',
        background_color: '#fbfaf7',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,wasm,svg,woff2,json,csv,png,webmanifest}'],
        // A large sample is kept from when it is first opened, and asked for anew while there is a network.
        globIgnores: largeSamples.map((id) => `datasets/${id}.csv`),
        runtimeCaching: [
          {
            urlPattern: /\/datasets\/[a-z]+\.csv$/,
            handler: 'NetworkFirst',
            options: { cacheName: 'large-samples' },
          },
        ],
        // The default of 2 MiB is too near the chunks of plotly.js and danfojs; a file over the limit fails the build.
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
        cleanupOutdatedCaches: true,
        // The page of the first visit too is served by it, so that a large sample opened there is kept.
        clientsClaim: true,
      },
    }),
  ],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'esnext',
    // Inlined files would be data: URLs, which the policy refuses for fonts and fetches.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4096,
  },
  worker: { format: 'es', plugins: () => [danfoPlugin()] },
  preview: { host: '127.0.0.1', headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  test: {
    root,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          // A busy machine is no failure: nothing here is timed.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          environment: 'node',
          pool: 'forks',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/e2e/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        optimizeDeps: { include: importedPackages(), rolldownOptions: { plugins: [danfoPlugin()] } },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findChromium() ?? '', args: chromiumArguments({ gpu: true }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/site.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
          fileParallelism: false,
        },
      },
    ],
  },
});

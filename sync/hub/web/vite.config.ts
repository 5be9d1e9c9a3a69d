import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../../dist/hub-page',
    emptyOutDir: true,
    target: 'es2022',
    // What is inlined would come as data:, which the page's policy does not take.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

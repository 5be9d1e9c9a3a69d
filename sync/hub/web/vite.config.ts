import { defineConfig, type Plugin } from 'vite';

const PACKAGES = `${import.meta.dirname}/../../../node_modules`;

/** What is built into the page and is not ours, with the licences that go with it. */
const PARTS = [
  {
    name: 'noVNC 1.7.0, its source at https://github.com/novnc/noVNC/tree/v1.7.0, unchanged',
    texts: [
      '@novnc/novnc/LICENSE.txt',
      '@novnc/novnc/docs/LICENSE.MPL-2.0',
      '@novnc/novnc/docs/LICENSE.BSD-3-Clause',
    ],
  },
  { name: 'pako, a part of noVNC', texts: ['@novnc/novnc/vendor/pako/LICENSE'] },
  { name: 'Preact', texts: ['preact/LICENSE'] },
];

function notices(): Plugin {
  return {
    name: 'notices',
    async generateBundle() {
      const read = (path: string) => this.fs.readFile(`${PACKAGES}/${path}`, { encoding: 'utf8' });
      const parts = PARTS.map(async ({ name, texts }) => {
        const licences = await Promise.all(texts.map(read));
        return [name, ...licences].join('\n\n');
      });
      const source = (await Promise.all(parts)).join(`\n\n${'='.repeat(72)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'notices.txt', source });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [notices()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../../dist/hub-page',
    emptyOutDir: true,
    target: 'es2022',
    // What is inlined would come as data:, which the page's policy does not take.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Every sentence in four languages; a browser loads it once for each release.
    chunkSizeWarningLimit: 700,
  },
});

/**
 * The layer rules of ARCHITECTURE.md. A file's path tells where it runs; an arrow that is not listed here is an error.
 */

/** room -> rooms it may import (itself is always allowed) */
const allowed = {
  shared: [],
  files: ['shared'],
  core: ['shared'],
  kernels: ['core', 'shared'],
  processes: ['shared'],
  library: ['core', 'files', 'shared'],
  vision: ['core', 'shared'],
  imaging: ['core', 'shared', 'kernels', 'processes'],
  engine: ['core', 'shared', 'kernels', 'vision', 'processes'],
  studio: ['core', 'files', 'shared', 'library', 'processes'],
  renderer: ['core', 'shared'],
  preload: ['shared'],
  cli: ['studio', 'library', 'processes', 'core', 'files', 'shared'],
  main: ['studio', 'library', 'processes', 'core', 'shared'],
};

/** Rooms that may know the types of another process's contract. */
const contractReaders = ['studio', 'cli', 'main'];
const contracts = '^src/(engine|imaging)/contract\\.ts$';

const layerRules = Object.entries(allowed).map(([room, others]) => ({
  name: `layer-${room}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/(${[room, ...others].join('|')})/`,
      ...(contractReaders.includes(room) ? [contracts] : []),
    ],
  },
}));

const only = (name, packages, rooms) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/(${rooms})/` },
  to: { path: `node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...layerRules,
    only('electron-only-in-shell', 'electron', 'main|preload'),
    only('sharp-only-in-imaging', 'sharp|@img', 'imaging'),
    only('tensorflow-only-in-vision-and-engine', '@tensorflow|@vladmandic', 'vision|engine'),
    only('react-only-in-renderer', 'react|react-dom|zustand|@mantine|pixi\\.js', 'renderer'),
    {
      name: 'pure-rooms-import-no-node',
      severity: 'error',
      from: { path: '^src/(shared|core|renderer|preload)/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};

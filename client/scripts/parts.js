/**
 * What the package consists of: the name of each part, where it begins in src/, how large it may be (minified and gzipped, without
 * the parts that it builds on), and what its user brings along.
 *
 * @type {{name: string, entry: string, bound: number, external?: string[]}[]}
 */
export const PARTS = [
  { name: 'core', entry: 'core/index.js', bound: 6 * 1024 },
  { name: 'bryntum', entry: 'bryntum/index.js', bound: 5 * 1024 },
  { name: 'widgets', entry: 'widgets/index.js', bound: 8 * 1024 },
  { name: 'chart', entry: 'chart/index.js', bound: 2 * 1024 },
  { name: 'react', entry: 'react/index.js', bound: 1.5 * 1024, external: ['react'] },
  { name: 'vue', entry: 'vue/index.js', bound: 1.5 * 1024, external: ['vue'] },
  { name: 'angular', entry: 'angular/index.js', bound: 1.5 * 1024, external: ['@angular/core'] },
  { name: 'offline', entry: 'offline/index.js', bound: 2 * 1024 },
  { name: 'locks', entry: 'locks/index.js', bound: 1024 },
  { name: 'versions', entry: 'versions/index.js', bound: 1.5 * 1024 },
  { name: 'polling', entry: 'polling/index.js', bound: 2.5 * 1024 },
  { name: 'managers', entry: 'managers/index.js', bound: 5 * 1024 },
  {
    name: 'socketio',
    entry: 'socketio/index.js',
    bound: 4.5 * 1024,
    external: ['socket.io-client'],
  },
  { name: 'gantt', entry: 'gantt/index.js', bound: 2 * 1024, external: ['@bryntum/gantt'] },
  {
    name: 'schedulerpro',
    entry: 'schedulerpro/index.js',
    bound: 2 * 1024,
    external: ['@bryntum/schedulerpro'],
  },
];

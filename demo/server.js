// npm run demo: the server with its demo projects, and a page with two charts on it.
//   PORT=9000 npm run demo                    another port than 8080
//   GANTT_DIST=/path/to/build npm run demo    a licensed copy of Bryntum Gantt in place of the trial

import { NoGantt } from './gantt-dist.js';
import { startDemo } from './start.js';

try {
  const demo = await startDemo({ port: Number(process.env.PORT ?? 8080) });

  console.log(`Open ${demo.url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => demo.close());
} catch (error) {
  if (!(error instanceof NoGantt) && !error.code) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

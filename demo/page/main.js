import { firstTheme } from './theme.js';
import { madeUpName } from './names.js';

/*
 * What the address may say:
 *   charts=N      how many charts the page shows, each with its own user and connection (2)
 *   project=ID    the project that they open (1)
 *   name=…        the name of the first user, a second name=… that of the second; made up without it
 *   login         log in at once
 *   theme=dark    or light
 */
const asked = new URLSearchParams(location.search);
firstTheme(asked.get('theme'));

try {
  const { Panel } = await import('./panel.js');
  const panels = Array.from({ length: Math.min(Number(asked.get('charts') ?? 2), 6) }, (_, i) => {
    return new Panel(/** @type {HTMLElement} */ (document.getElementById('charts')), {
      url: location.origin.replace(/^http/, 'ws'),
      userName: asked.getAll('name')[i] || madeUpName(),
      projectId: Number(asked.get('project') ?? 1),
    });
  });

  if (asked.has('login')) await Promise.all(panels.map((panel) => panel.login()));
  // For the console, and for the browser tests.
  Object.assign(globalThis, { demo: { panels, Panel } });
} catch (error) {
  const problem = document.createElement('p');

  problem.className = 'problem';
  problem.textContent = `The page could not start: ${/** @type {Error} */ (error).message}`;
  document.getElementById('charts')?.replaceChildren(problem);
  throw error;
}

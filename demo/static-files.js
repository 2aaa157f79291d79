import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
  ['.ttf', 'font/ttf'],
]);

/**
 * Makes a request handler that serves files: `GET /prefix/path` answers `folder/path`, and nothing outside the folders.
 *
 * @param {Record<string, string>} folders by prefix: `{ '/page/': '/abs/page' }`
 * @param {string} start the path that `/` stands for
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>}
 */
export function staticFiles(folders, start) {
  return async (request, response) => {
    const file =
      request.method === 'GET' || request.method === 'HEAD'
        ? locate(folders, start, request.url ?? '')
        : undefined;
    const found = file && (await stat(file).catch(() => undefined));

    if (!file || !found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    response.writeHead(200, {
      'content-type': types.get(extname(file)) ?? 'application/octet-stream',
      'content-length': found.size,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  };
}

/** @param {Record<string, string>} folders @param {string} start @param {string} url @returns {string | undefined} */
function locate(folders, start, url) {
  let path;

  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (path === '/') path = start;
  const prefix = Object.keys(folders).find((candidate) => path.startsWith(candidate));

  if (!prefix || path.includes('\0')) return undefined;
  const folder = normalize(folders[prefix] + sep);
  const file = join(folder, path.slice(prefix.length));

  return file.startsWith(folder) ? file : undefined;
}

'use strict';

const { OTHER_PATH } = require('../world');

const KEY = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
const ASKS = ['Upgrade: websocket', 'Connection: Upgrade'];
const get = (path, ...headers) =>
  [`GET ${path} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n');
const MANY = Array.from({ length: 2000 }, (_, index) => `${index.toString(36)}:`);

const WRONG = [
  'hello\r\n\r\n',
  get('/'),
  get('/', ...ASKS),
  get('/', ...ASKS, 'Sec-WebSocket-Version: 99', KEY),
  get('/', ...ASKS, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short'),
  get('/gantt-sync', ...ASKS, 'Sec-WebSocket-Version: 13', KEY),
  get('/gantt-sync?project=nothing', ...ASKS, 'Sec-WebSocket-Version: 13', KEY),
  get('/gantt-sync?project=1&token=wrong', ...ASKS, 'Sec-WebSocket-Version: 13', KEY),
  get('/gantt-sync?project=%ff%00', ...ASKS, 'Sec-WebSocket-Version: 13', KEY),
  get('//[::', ...ASKS, 'Sec-WebSocket-Version: 13', KEY),
  get('/', ...ASKS, 'Sec-WebSocket-Version: 13', KEY, ...MANY),
  get('/gantt-sync?project=1', ...ASKS, 'Sec-WebSocket-Version: 13', KEY, 'Authorization: Basic !'),
  `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
  `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
];

/** Requests that are no handshake, or one for what is not there. */
module.exports = [
  {
    name: 'wrong requests',
    mustBe: ['closed'],
    async run(bout) {
      for (const request of bout.random.shuffle([...WRONG])) {
        const client = await bout.raw();
        client.send(request);
        await bout.orTooLate(client.answer());
        client.leave();
      }
      // Some never finish what they ask.
      for (let i = 0; i < 20; i++) (await bout.raw()).send('GET / HTTP/1.1\r\nHost: ');
      await bout.pause(100);
    },
  },
  {
    name: 'requests for another server',
    stage: 'program',
    mustBe: ['heard'],
    async run(bout) {
      for (let i = 0; i < 10; i++) {
        const client = await bout.connect(`${OTHER_PATH}/${i}`);
        client.send('hello');
        await bout.until(client, /hello/);
      }
    },
  },
];

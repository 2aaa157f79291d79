'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const { test } = require('node:test');
const { sendOneText } = require('../../lib/http/one-text');
const { listen } = require('../support/http-server');

const USUAL = 'X-Usual: yes\r\n';

/**
 * What a server writes that answers each request so, as it comes.
 *
 * @returns {Promise<{text: string, writes: number}>}
 */
async function written(t, asked, answer) {
  let writes = 0;
  const { port } = await listen(t, (request, response) => {
    const { socket } = request;
    const { write } = socket;
    socket.write = (...args) => {
      writes += 1;
      return write.apply(socket, args);
    };
    answer(request, response);
    socket.write = write;
  });
  const socket = net.connect(port, '127.0.0.1');
  socket.setEncoding('latin1').write(asked.join(''), 'latin1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'close');
  return { text: text.replaceAll(/Date: [^\r]+/g, 'Date: now'), writes };
}

/** @returns {string} a request; the connection ends with the answer to one that says so */
function asking(method = 'GET', more = 'Connection: close\r\n') {
  return `${method} / HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
}

const answer = { status: 200, usual: USUAL, headers: { 'X-More': 'a' }, body: 'Ã©!!' };

/** @returns {string[]} header lines in the order of the alphabet, and the body */
const linesOf = (text) => text.split('\r\n').sort();

test('an answer is written at once, and is what Node would write', async (t) => {
  for (const method of ['GET', 'POST']) {
    const { text, writes } = await written(t, [asking(method)], (_request, response) =>
      assert.equal(sendOneText(response, answer), true),
    );
    const usual = await written(t, [asking(method)], (_request, response) =>
      response
        .writeHead(200, { 'X-Usual': 'yes', 'X-More': 'a', 'Content-Length': 4 })
        .end(Buffer.from('é!!'), 'latin1'),
    );
    assert.deepEqual(linesOf(text), linesOf(usual.text));
    assert.equal(writes, 1);
  }
});

test('what has no body is what Node would write, too', async (t) => {
  for (const status of [204, 304, 418]) {
    const { text } = await written(t, [asking()], (_request, response) =>
      sendOneText(response, { status, usual: USUAL, headers: { ETag: '"a"' }, body: '' }),
    );
    const usual = await written(t, [asking()], (_request, response) =>
      response.writeHead(status, { 'X-Usual': 'yes', ETag: '"a"' }).end(),
    );
    assert.equal(text, usual.text);
  }
});

test('answers to requests that come together keep their order and the connection', async (t) => {
  const waiting = [];
  const asked = [asking('GET', ''), asking('GET', ''), asking()];
  const { text } = await written(t, asked, (_request, response) => {
    waiting.push(response);
    if (waiting.length < 3) return;
    for (const [index, one] of [...waiting.entries()].reverse())
      sendOneText(one, { ...answer, headers: undefined, body: String(index) });
  });
  const bodies = text.split('HTTP/1.1 200 OK\r\n').map((one) => one.split('\r\n\r\n')[1]);
  assert.deepEqual(bodies, [undefined, '0', '1', '2']);
  assert.equal(text.match(/Keep-Alive: timeout=5/g)?.length, 2);
});

test('nothing is done where somebody else has to do with the answer', async (t) => {
  const others = {
    'has a header': (response) => response.setHeader('X-Mine', 'a'),
    'has its own head': (response) => {
      const { writeHead } = response;
      response.writeHead = (...args) => writeHead.apply(response, args);
    },
    'has its own end': (response) => {
      const { end } = response;
      response.end = (...args) => end.apply(response, args);
    },
    'has a length': (response) => {
      response._contentLength = 4;
    },
    'has no place for a body': (response) => {
      response._hasBody = false;
    },
    'is begun': (response) => response.writeHead(200),
  };
  for (const [name, touch] of Object.entries(others)) {
    const { text } = await written(t, [asking()], (_request, response) => {
      touch(response);
      assert.equal(sendOneText(response, answer), false, name);
      response.end('mine');
    });
    assert.match(text, /^HTTP[^]*\r\n\r\n(mine)?$/, name);
    assert.doesNotMatch(text, /X-Usual/, name);
  }
});

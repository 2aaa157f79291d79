'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, enter, startServer } = require('../support/test-server');
const { enterSync } = require('../support/sync-client');

// Shorter requests are read without the core. With so many spaces behind it the core looks at each.
const SPACES = ' '.repeat(600);

const list = (levels) => '['.repeat(levels) + ']'.repeat(levels);
const object = (levels) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const lists = (levels) => '[{"a":'.repeat(levels / 2) + '1' + '}]'.repeat(levels / 2);

/** What may stand at a place where nobody looks; the level of the place is 1. */
const VALUES = {
  '64 levels of lists': list(63),
  '65 levels of lists': list(64),
  '64 levels of objects': object(63),
  '65 levels of objects': object(64),
  '65 levels of both': lists(64),
  'a number that is too large': '1e400',
  'the same with a sign': '-1E400',
  'the same with a fraction': '1.5e+309',
  'the same in digits': `1${'0'.repeat(309)}`,
  'the same in other digits': `-${'9'.repeat(400)}`,
  'the largest number': `1${'0'.repeat(308)}`,
  'a number with an exponent': '1e5',
  'a number that is nearly 0': '1e-400',
  'what is like one in a text': '"1e400 [[[ {{{"',
  'an escape': String.raw`"\u0041"`,
  'half a pair': String.raw`"\ud800"`,
  'a wrong escape': String.raw`"\x"`,
  'a line in a text': '"\n"',
  'a number with a zero in front': '01',
  'a number without a digit': '-',
  'a comma too many': '1,',
  'no number': 'NaN',
  'two values': '1 2',
  'an empty list': '[]',
  'an open list': '[',
  'a key twice': '1,"pad":2',
};

/** What is asked, and a text that is no request, in each dialect. */
const TEXTS = {
  commands: (value) => [
    `{"command":"version","pad":${value}}`,
    `{"pad":${value},"command":"version"}`,
    `{"command":"version","data":{"pad":${value}}}`,
    `{"command":${value}}`,
    `[{"command":"version"},${value}]`,
    `{"command":"version","x":"${'é'.repeat(20)}","command":${value}}`,
  ],
  sync: (value) => [
    `{"type":"nonsense","pad":${value}}`,
    `{"type":"request_delta","payload":{"lastRevision":-1,"pad":${value}}}`,
    `{"type":${value}}`,
    `{"type":"nonsense","type":${value}}`,
  ],
};

for (const [dialect, textsOf] of Object.entries(TEXTS)) {
  for (const [name, value] of Object.entries(VALUES)) {
    test(`${name} in a short request of ${dialect} is what it is in a long one`, async (t) => {
      const server = await startServer(t);
      const isSync = dialect === 'sync';
      const client = isSync ? await enterSync(t, server, {}) : await connect(t, server);
      for (const text of textsOf(value)) {
        assert.ok(text.length <= 512, `${text.length}`);
        const answers = [];
        for (const sent of [text, text + SPACES]) {
          client.send(sent);
          let answer = await client.next();
          while (answer.type === 'presence') answer = await client.next();
          // Where something is wrong is not the same.
          answers.push(JSON.stringify(answer).replaceAll(/ at byte \d+/g, ''));
        }
        assert.equal(answers[0], answers[1], text);
      }
    });
  }
}

test('65 levels and a number that no double holds are refused in a short request, too', async (t) => {
  const server = await startServer(t);
  const client = await enter(t, server, 'Ada');
  for (const [value, code] of [
    [list(64), 'ERR_TOO_DEEP'],
    [object(64), 'ERR_TOO_DEEP'],
    [lists(64), 'ERR_TOO_DEEP'],
    ['1e400', 'ERR_INVALID_JSON'],
    [`1${'0'.repeat(309)}`, 'ERR_INVALID_JSON'],
  ]) {
    const { message } = await client.request(`{"command":"version","pad":${value}}`);
    assert.match(message, new RegExp(`\\(${code}\\)$`), value);
  }
});

'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { wholeProject } = require('../../../lib/dialects/calendar/whole-project');

test('the whole project is a load with its revision and the time', () => {
  const dataset = (view) => [Buffer.from(`{"view":`), Buffer.from(`"${view}"}`)];
  const began = Date.now();
  const message = JSON.parse(
    Buffer.concat(wholeProject({ revision: 7, texts: { dataset } })).toString(),
  );
  const { timestamp, ...more } = message;
  assert.deepEqual(more, { type: 'load', data: { view: 'data' }, revision: 7 });
  assert.ok(timestamp >= began && timestamp <= Date.now());
});

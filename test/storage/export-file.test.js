'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { Digest, ExportFile } = require('../../lib/storage/export-file');
const { temporaryFolder } = require('../support/temporary-folder');

const FORMAT = '"format":"gantt-sync-server project 2","project":"1"';
const SNAPSHOT = '{"number":3,"epoch":0,"time":5,"snapshot":"YWJj"}';

/** @param {string} text of an export without its last part @returns {string} with that */
function signed(text) {
  const digest = new Digest();
  for (const [key, value] of Object.entries(JSON.parse(text)))
    for (const one of Array.isArray(value) ? value : [value]) digest.add(key, JSON.stringify(one));
  return `${text.slice(0, -1)},"sha256":"${digest.end()}"}`;
}

function open(t, text, chunkBytes) {
  const folder = temporaryFolder(t, { 'a.json': text });
  return ExportFile.open(path.join(folder, 'a.json'), chunkBytes);
}

test('a file is read piece by piece, however it is laid out and cut', async (t) => {
  const text = signed(
    `{${FORMAT},"source":"x","snapshots":[${SNAPSHOT}],"revisions":[{"number":4,"user":"\\"é[","record":"ZA=="}]}`,
  );
  const laidOut = JSON.stringify(JSON.parse(text), null, 2);
  for (const [chosen, chunkBytes] of [text, laidOut].flatMap((one) =>
    [1, 7, 1e6].map((size) => [one, size]),
  )) {
    const file = await open(t, chosen, chunkBytes);
    assert.deepEqual([file.project, file.source, file.revisionCount], ['1', 'x', 1]);
    const [{ number, epoch, time }] = file.snapshots;
    assert.deepEqual([number, epoch, time], [3, 0, 5]);
    assert.equal(String(await file.readSnapshot(file.snapshots[0])), 'abc');
    const revisions = [];
    for await (const revision of file.revisions()) revisions.push(revision);
    assert.deepEqual(revisions, [{ number: 4, user: '"é[', record: 'ZA==' }]);
  }
});

test('what is no export, or not whole, is refused before anything is done with it', async (t) => {
  const whole = signed(`{${FORMAT},"snapshots":[${SNAPSHOT}],"revisions":[]}`);
  await open(t, whole);
  const texts = ['', '{}', '[]', '5', `{${FORMAT},"snapshots":[]}`, `${whole}x`, `${whole}{}`];
  const noList = [
    `"snapshots":${SNAPSHOT},"revisions":[]`,
    `"snapshots":[${SNAPSHOT}],"revisions":5`,
  ];
  texts.push(...noList.map((lists) => signed(`{${FORMAT},${lists}}`)));
  for (const text of [...texts, whole.replace('"1"', '1'), whole.replace(':3', ':3x')])
    await assert.rejects(open(t, text), { code: 'ERR_INVALID_DATA_FILE' }, text);
  for (let end = 0; end < whole.length; end++)
    await assert.rejects(open(t, whole.slice(0, end)), { code: 'ERR_INVALID_DATA_FILE' });
  const folder = temporaryFolder(t);
  for (const file of [path.join(folder, 'none'), folder]) {
    const message = new RegExp(`^File ${file}: `);
    await assert.rejects(ExportFile.open(file), { code: 'ERR_DATA_FILE_NOT_READ', message });
  }
});

test('a file with one byte of damage is refused, wherever it is', async (t) => {
  const whole = signed(
    `{${FORMAT},"source":"x","snapshots":[${SNAPSHOT}],"revisions":[{"number":4,"user":"ann","record":"ZA=="}]}`,
  );
  for (let at = 0; at < whole.length; at++)
    for (const byte of [0xff, whole.charCodeAt(at) ^ 1]) {
      const bytes = Buffer.from(whole);
      bytes[at] = byte;
      await assert.rejects(open(t, bytes), { code: 'ERR_INVALID_DATA_FILE' }, `${byte} at ${at}`);
    }
});

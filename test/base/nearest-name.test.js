'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { nearestName, unknownKey } = require('../../lib/base/nearest-name');

test('the nearest name is the one with the fewest slips of the finger', () => {
  const known = ['port', 'host', 'key', 'password', 'maxPayload'];
  const meant = ['prot', 'ports', 'hosst', 'kye', 'pasword', 'PASSWORD', 'maxpaylod'].map((given) =>
    nearestName(given, known),
  );
  assert.deepEqual(meant, ['port', 'port', 'host', 'key', 'password', 'password', 'maxPayload']);
  for (const far of ['', 'x', 'colour', 'keyboard'])
    assert.equal(nearestName(far, known), undefined);
});

test('the first key that nothing reads is named', () => {
  const known = ['password', 'group'];
  assert.equal(unknownKey({ group: 1, password: 2 }, known), undefined);
  assert.equal(
    unknownKey({ group: 1, pasword: 2 }, known),
    'has an unknown key "pasword": did you mean "password"?',
  );
  assert.equal(unknownKey({ colour: 1 }, known), 'has an unknown key "colour"');
});

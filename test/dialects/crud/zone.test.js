'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Zone, readDate, textOf } = require('../../../lib/dialects/crud/zone');

test('a zone knows what it is o’clock at an instant, and when that is', () => {
  const cases = [
    ['Europe/Berlin', '2027-03-01T07:30:15.250Z', '2027-03-01T08:30:15.250+01:00'],
    ['Europe/Berlin', '2027-07-01T22:00:00Z', '2027-07-02T00:00:00.000+02:00'],
    ['America/New_York', '2027-03-01T03:00:00Z', '2027-02-28T22:00:00.000-05:00'],
    ['Asia/Kolkata', '2027-12-31T20:00:00Z', '2028-01-01T01:30:00.000+05:30'],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999+00:00'],
  ];
  for (const [name, at, here] of cases) {
    const zone = new Zone(name);
    const written = zone.written(Date.parse(at));
    assert.equal(textOf(written, Date.parse(at)), here);
    assert.equal(zone.instant(written), Date.parse(at), here);
  }
});

test('a time that a zone leaves out, or has twice, is an instant all the same', () => {
  const zone = new Zone('Europe/Berlin');
  const instant = (text) => new Date(zone.instant(Date.parse(`${text}Z`))).toISOString();
  const left = instant('2027-03-28T02:30');
  assert.ok(['2027-03-28T00:30:00.000Z', '2027-03-28T01:30:00.000Z'].includes(left), left);
  const twice = instant('2027-10-31T02:30');
  assert.ok(['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'].includes(twice), twice);
  assert.equal(instant('2027-10-31T03:30'), '2027-10-31T02:30:00.000Z');
});

test('a name that is no zone is refused', () => {
  for (const name of ['Europe/Atlantis', '', 'x'.repeat(1000), '+99:00'])
    assert.throws(() => new Zone(name), RangeError, name);
});

test('a date is read as it is written', () => {
  const written = Date.parse('2027-03-01T08:00:00Z');
  const hour = 3_600_000;
  assert.deepEqual(readDate('2027-03-01T08:00'), { written });
  assert.deepEqual(readDate('2027-03-01T08:00:00.0'), { written });
  assert.deepEqual(readDate('2027-03-01'), { written: written - 8 * hour });
  for (const [zone, hours] of /** @type {[string, number][]} */ ([
    ['Z', 0],
    ['+01:00', 1],
    ['-0530', -5.5],
    ['+02', 2],
  ]))
    assert.deepEqual(readDate(`2027-03-01T08:00${zone}`), {
      written,
      instant: written - hours * hour,
    });
  for (const none of ['2027', '2027-13-01', '2027-03-01T25:00', 'soon', 5, null, undefined, {}])
    assert.equal(readDate(none), undefined);
});

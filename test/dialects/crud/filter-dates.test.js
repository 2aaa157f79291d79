'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { FilterDates } = require('../../../lib/dialects/crud/filter-dates');

// A Wednesday; in Auckland it is Thursday.
const NOW = Date.parse('2027-03-03T12:00:00Z');
const NEW_YEAR = Date.parse('2027-01-01T00:30:00Z');
const dates = (params = {}, now = NOW) => new FilterDates(params, now);

/** The days of a range, the last of which is not in it. */
const rangeOf = (operator, params = { timeZone: 'UTC' }, now = NOW) => {
  const filter = dates(params, now).rewrite({ field: 'd', operator });
  assert.equal(filter.operator, 'within');
  return filter.value.map((text) => text.replace('T00:00:00.000', '').replace('+00:00', ''));
};

test('each operator of days is a range of time', () => {
  const expected = {
    isYesterday: ['2027-03-02', '2027-03-03'],
    isToday: ['2027-03-03', '2027-03-04'],
    isTomorrow: ['2027-03-04', '2027-03-05'],
    isLastWeek: ['2027-02-21', '2027-02-28'],
    isThisWeek: ['2027-02-28', '2027-03-07'],
    isNextWeek: ['2027-03-07', '2027-03-14'],
    isLastMonth: ['2027-02-01', '2027-03-01'],
    isThisMonth: ['2027-03-01', '2027-04-01'],
    isNextMonth: ['2027-04-01', '2027-05-01'],
    isLastYear: ['2026-01-01', '2027-01-01'],
    isThisYear: ['2027-01-01', '2028-01-01'],
    isNextYear: ['2028-01-01', '2029-01-01'],
    isYearToDate: ['2027-01-01', '2027-03-03T12:00:00.001'],
  };
  for (const [operator, range] of Object.entries(expected))
    assert.deepEqual(rangeOf(operator), range, operator);
});

test('a week begins on the day that whoever asks says', () => {
  assert.deepEqual(rangeOf('isThisWeek', { timeZone: 'UTC', weekStartDay: 1 }), [
    '2027-03-01',
    '2027-03-08',
  ]);
  assert.deepEqual(rangeOf('isThisWeek', { timeZone: 'UTC', weekStartDay: '4' }), [
    '2027-02-25',
    '2027-03-04',
  ]);
});

test('today is that of the zone of whoever asks, and ranges go over the ends of years', () => {
  const of = (timeZone, operator, now) =>
    dates({ timeZone }, now).rewrite({ field: 'd', operator }).value;
  assert.deepEqual(of('Pacific/Auckland', 'isToday', NOW), [
    '2027-03-04T00:00:00.000+13:00',
    '2027-03-05T00:00:00.000+13:00',
  ]);
  assert.deepEqual(of('America/New_York', 'isThisYear', NEW_YEAR), [
    '2026-01-01T00:00:00.000-05:00',
    '2027-01-01T00:00:00.000-05:00',
  ]);
  assert.deepEqual(of('Europe/Berlin', 'isThisMonth', NOW), [
    '2027-03-01T00:00:00.000+01:00',
    '2027-04-01T00:00:00.000+02:00',
  ]);
  assert.deepEqual(rangeOf('isLastMonth', { timeZone: 'UTC' }, NEW_YEAR), [
    '2026-12-01',
    '2027-01-01',
  ]);
});

test('without a zone today is that of the server, as dates are written', () => {
  const [from, to] = rangeOf('isToday', {});
  assert.match(from, /^2027-03-0[234]$/);
  assert.equal(Date.parse(to) - Date.parse(from), 86_400_000);
});

test('the day of a date is that in the zone of whoever asks', () => {
  const value = '2027-02-28T23:00:00.000Z';
  const asked = { field: 'd', operator: 'sameDay', value };
  const berlin = dates({ timeZone: 'Europe/Berlin' });
  const day = ['2027-03-01T00:00:00.000+01:00', '2027-03-02T00:00:00.000+01:00'];
  assert.deepEqual(berlin.rewrite(asked), { field: 'd', operator: 'within', value: day });
  const other = berlin.rewrite({ ...asked, operator: 'notSameDay', value: '2027-03-01T08:00' });
  assert.deepEqual(other, { field: 'd', operator: 'notWithin', value: day });
  // As it is written, where nobody says of which zone it is.
  const plain = { ...asked, value: '2027-03-01T00:00:00.0' };
  assert.deepEqual(dates().rewrite(plain), plain);
});

test('dates that are compared say how far their zone is from UTC, where that is known', () => {
  const rewrite = (params, value, operator = '>') =>
    dates(params).rewrite({ property: 'd', operator, value }).value;
  const berlin = { timeZone: 'Europe/Berlin' };
  assert.equal(rewrite(berlin, '2027-03-01T08:00:00.0'), '2027-03-01T08:00:00.000+01:00');
  assert.equal(rewrite(berlin, '2027-03-01T07:00:00.000Z'), '2027-03-01T08:00:00.000+01:00');
  assert.deepEqual(rewrite(berlin, ['2027-07-01', 5, null, 'soon'], 'isIncludedIn'), [
    '2027-07-01T00:00:00.000+02:00',
    5,
    null,
    'soon',
  ]);
  assert.equal(rewrite({}, '2027-03-01T08:00:00.0'), '2027-03-01T08:00:00.0');
  assert.equal(rewrite(berlin, '2027-03-01', 'startsWith'), '2027-03-01');
});

test('an amount is milliseconds', () => {
  const amount = (value) => dates().rewrite({ field: 'fullDuration', operator: '>', value }).value;
  const hour = 3_600_000;
  const expected = {
    '2 ms': 2,
    '1 second': 1000,
    '2 minutes': 120_000,
    '1.5 hours': 1.5 * hour,
    '2 days': 48 * hour,
    '2d': 48 * hour,
    '1 week': 168 * hour,
    '2 Months': 60 * 24 * hour,
    '1 quarter': 91 * 24 * hour,
    '1 year': 365 * 24 * hour,
    '-1 h': -hour,
  };
  for (const [text, milliseconds] of Object.entries(expected))
    assert.equal(amount(text), milliseconds, text);
  assert.deepEqual(amount(['1 h', 5, null]), [hour, 5, null]);
  for (const none of ['2 Tage', 'days', '', '1 constructor'])
    assert.throws(() => amount(none), RangeError, none);
});

test('filters below others are read as well, and what is none is left to the core', () => {
  const asked = {
    operator: 'or',
    children: [
      { field: 'name', operator: '*', value: 'x' },
      { operator: 'and', children: [{ field: 'd', operator: 'isToday' }, 5] },
    ],
  };
  const { children } = /** @type {any} */ (dates({ timeZone: 'UTC' }).rewrite(asked));
  assert.deepEqual(children[0], asked.children[0]);
  assert.equal(children[1].children[0].operator, 'within');
  assert.equal(children[1].children[1], 5);
  assert.equal(dates().rewrite(null), null);
});

test('who says a zone or a day of the week that there is not is refused', () => {
  for (const params of [{ timeZone: 'Mars' }, { weekStartDay: 7 }, { weekStartDay: 'Monday' }])
    assert.throws(() => dates(params), RangeError);
});

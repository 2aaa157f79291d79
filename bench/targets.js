'use strict';

/** What is known of the reasons, without numbers of one run; shown for targets that are not reached. */
const REASONS = {
  'one update, one subscriber':
    'Nearly all of it is the kernel and Node, and plain has to pay those too: it can hardly be 1.6 × ours before ours costs no more than ' +
    'the relay, which does nothing between reading and writing. Ours adds `project.submit`, and when single messages come between ' +
    'two waits in the kernel, its code and data are out of the caches: it takes longer than in the loop that is measured below.',
  'one add under a parent with 3,000 children':
    'As for the update; a new record also needs memory of its own, an id and an entry for its name.',
  'unchanged dataset, same bytes':
    'The bytes go out as they do from the relay. The rest is the request, which is parsed and admitted, and a ping now and then, whose answer is read by ws.',
  'change, then dataset, 10,000 tasks, same bytes':
    'The relay sends one buffer again and again. Here a piece of 128 kB is put together anew, and the message goes out in two dozen pieces.',
  '`project.submit`, 600 B, in process':
    'The whole text is checked before anything of it is believed, and every value is put in its record and into the broadcast.',
  '`project.submit`, 10 kB, in process': 'As for 600 B.',
  '`project.submit`, 1 MB, in process': 'As for 600 B.',
  'load of 100,000 tasks':
    'It is read on another thread, which has to share the machine with the one that is measured.',
  'event loop blocked meanwhile':
    'The data are put in place, and the old ones taken out, in one step; garbage collection and other work on the machine count too.',
  'memory of 100,000 tasks':
    'More than half of it is the text of the records; the rest are the places of their fields, their ids, and their links to parents and siblings.',
  'over HTTP: sync of one update':
    'As for the poll, with a change to make, to tell and to answer. Of 33 µs in a profile the call into the core takes 24 %, the ' +
    'write to the socket 23 %, and the rest of the server 19 %; what is left is the work of Node, which the bare handler has, too.',
  'over HTTP: poll with nothing new':
    "With a fixed answer in the place of the core's, the same request costs little more than the bare handler: so who asks, whether " +
    'they may, and the headers are paid for by a body that is read at once. The rest is the call into the core, which takes a few ' +
    'microseconds in a loop and several times that between two waits in the kernel, when its code is out of the caches.',
  'over HTTP: unchanged load of 10,000 tasks':
    'The bytes go out with as many calls of the kernel as those of the bare handler: one. They lie in pieces, each of which Node ' +
    'handles by itself, and the bare handler has one.',
  'over HTTP: the same, known: 304':
    "In a loop, all that the server adds to Node's own work takes about two microseconds. Between two waits in the kernel it takes " +
    'longer, since it is more code than the caches keep. What is left are the login, the rights, the tag and a note of who waits.',
  'a lock and its end over Socket.IO, acknowledged':
    'Of 36 µs in a profile the write to the socket takes 22 %, the garbage collection 13 %, reading the message 9 % and the ' +
    'text of the acknowledgement 4 %. The rest is spread over what each message of every dialect passes and the echo has ' +
    'not: the limits, the turns, the record of who holds what and news of that for the others.',
  'a change for six subscribers, one of each dialect, of which `crud` asks for it':
    'Who asks over HTTP makes a whole request: a bare handler of Node that answers as many bytes takes more than half of what six of one ' +
    'dialect take together. The rest is a text for each dialect, a write for each connection, and what Socket.IO puts around its own.',
  'the same against one project with 10 clients':
    'A thousand sockets, with what Node and the kernel keep for each, do not fit into the caches, ten do; so the last of ten writes ' +
    'comes later. The relay shows the same.',
};

/** Of the scenarios that are compared with what the machine itself costs. */
const TITLES = {
  update: 'one update',
  dataset: 'unchanged dataset',
  'fan-out-100-1': 'fan-out to 100, one change in flight, a delivery',
  'fan-out-100-4': 'fan-out to 100, 4 changes in flight, a delivery',
  'fan-out-1000-1': 'fan-out to 1,000, one change in flight, a delivery',
  'fan-out-1000-4': 'fan-out to 1,000, 4 changes in flight, a delivery',
};

/**
 * What the project wants to reach, and whether it does.
 *
 * @param {Record<string, any>} results by part, see run.js; rows of parts that are not there are left out
 * @returns {{what: string, target: string, measured: string, isReached: boolean, reason?: string}[]}
 */
function targetRows(results) {
  return [
    operationRows,
    fanOutRows,
    fastPathRows,
    submitRows,
    sizeRows,
    loadRows,
    dialectRows,
    sixRows,
    requestRows,
    otherRows,
  ].flatMap((rows) => rows(results));
}

function operationRows({ table }) {
  if (!table) return [];
  const against = (id, kind) => table[id][kind].cpu / table[id].ours.cpu;
  const relay = (what, id, most) => row(what, 1 / against(id, 'relay'), most, '× relay');
  return [
    relay('one update, one subscriber', 'update', 1.15),
    atLeast('', against('update', 'plain'), 1.6, 'plain is', '× ours'),
    relay('one add under a parent with 3,000 children', 'add', 1.2),
    relay('unchanged dataset, same bytes', 'dataset', 1.05),
    relay('change, then dataset, 10,000 tasks, same bytes', 'change-dataset', 1.1),
    atLeast('', against('change-dataset', 'plain'), 8, 'plain is', '× ours'),
    ...limitRows(table, { update: 3, dataset: 1.2 }),
  ];
}

function fanOutRows({ 'fan-out': results }) {
  if (!results) return [];
  const ratio = (id) => results[id].ours.cpu / results[id].relay.cpu;
  return [
    row('fan-out to 100, 4 changes in flight, a delivery', ratio('fan-out-100-4'), 0.5, '× relay'),
    row(
      'fan-out to 1,000, 4 changes in flight, a delivery',
      ratio('fan-out-1000-4'),
      0.5,
      '× relay',
    ),
    row('fan-out to 100, one change in flight, a delivery', ratio('fan-out-100-1'), 1, '× relay'),
    ...limitRows(results, { 'fan-out-100-1': 2, 'fan-out-1000-1': 2, 'fan-out-1000-4': 2 }),
  ];
}

/** What it has to win, since it stands beside Node's own way. */
function fastPathRows({ 'fast-path': results }) {
  if (!results) return [];
  return Object.entries(results).map(([id, { ours, 'ours-over-ws': overWs }]) => {
    const least = id === 'update' ? 5 : 10;
    const what = `${TITLES[id]}: the fast path saves`;
    return atLeast(what, 100 * (1 - ours.cpu / overWs.cpu), least, '', '%');
  });
}

/** Beside what the machine itself costs, where that was measured. */
function limitRows(results, most) {
  return Object.entries(most)
    .filter(([id]) => results[id].limit)
    .map(([id, times]) => {
      const { ours, limit } = results[id];
      return row(`${TITLES[id]}: beside the limit`, ours.cpu / limit.cpu, times, '× limit');
    });
}

function submitRows({ submit }) {
  if (!submit) return [];
  const most = { '600 B': 2, '10 kB': 15, '1 MB': 2500 };
  return Object.entries(most).flatMap(([size, limit]) => {
    const { ours, plain } = submit[size];
    return [
      row(`\`project.submit\`, ${size}, in process`, ours.cpu, limit, 'µs'),
      atLeast('', plain.cpu / ours.cpu, 3, 'plain is', '× ours'),
    ];
  });
}

function sizeRows({ sizes }) {
  if (!sizes) return [];
  const ratio = (id) => sizes[`${id}-100000`].ours.cpu / sizes[`${id}-1000`].ours.cpu;
  return [
    row('update, 100,000 tasks against 1,000', ratio('update-of'), 1.3, '×'),
    row('add, 100,000 tasks against 1,000', ratio('add-to'), 1.3, '×'),
  ];
}

function loadRows({ load, memory }) {
  const rows = [];
  if (load) {
    const { ours, plain } = load;
    rows.push(
      row('load of 100,000 tasks', ours.milliseconds / plain.milliseconds, 0.5, '× plain'),
      row('event loop blocked meanwhile', ours.blocked, 10, 'ms'),
    );
  }
  if (memory) {
    const { ours, plain } = memory;
    rows.push(
      row('memory of 100,000 tasks', ours.bytes / ours.file, 3, '× the file'),
      row('', ours.bytes / plain.bytes, 0.5, '× plain'),
    );
  }
  return rows;
}

function requestRows({ requests }) {
  if (!requests) return [];
  const most = {
    'sync of one update': 1.3,
    'poll with nothing new': 1.3,
    'unchanged load of 10,000 tasks': 1.1,
    'the same, known: 304': 1.1,
  };
  return Object.entries(most).map(([name, limit]) => {
    const { ours, bare } = requests[name];
    return row(`over HTTP: ${name}`, ours / bare, limit, '× a bare handler');
  });
}

function dialectRows({ dialects, conflicts, 'catch-up': catchUp }) {
  const rows = [];
  if (dialects) {
    const { one, three } = dialects['3 subscribers'];
    const what = 'a change for three subscribers, one of each dialect';
    rows.push(row(what, three / one, 2, '× the same with three of one dialect'));
  }
  if (conflicts) {
    const looked = Math.max(0, conflicts.checked - conflicts.outcome);
    rows.push(row('a look for conflicts adds to an update', looked, 0.5, 'µs'));
  }
  if (catchUp) {
    const what = 'the last 1,000 revisions for a `sync` client, same bytes';
    rows.push(row(what, catchUp.ours / catchUp.relay, 1.2, '× relay'));
  }
  return rows;
}

function sixRows({ 'six-dialects': six, locks }) {
  const rows = [];
  if (six) {
    const what = 'a change for six subscribers, one of each dialect, of which `crud` asks for it';
    rows.push(row(what, six.six / six.one, 3, '× the same with six of one dialect'));
  }
  if (locks) {
    const what = 'a lock and its end over Socket.IO, acknowledged';
    rows.push(row(what, locks.ours / locks.echo, 1.3, '× a bare echo'));
  }
  return rows;
}

function otherRows({ 'many-projects': projects, 'large-dataset': large }) {
  const rows = [];
  if (projects) {
    const p99 = (name) => projects[name].ours.p99;
    const same =
      p99('100 projects, 1,000 clients, slowly') / p99('one project, 1,000 clients, slowly');
    const few = p99('100 projects, 1,000 clients') / p99('one project, 10 clients');
    rows.push(
      row('100 projects, 1,000 clients: p99 against one project with them all', same, 1, '×'),
      row('the same against one project with 10 clients', few, 1, '×'),
    );
  }
  if (large) {
    const { clients, ours } = large;
    const what = `dataset of ${round(ours.bytes / 1e6)} MB, ${clients} clients at once: memory grows by`;
    rows.push(row(what, Math.max(0, ours.grown) / ours.bytes, 1, '× its size'));
  }
  return rows;
}

function row(what, value, most, unit) {
  return {
    what,
    target: `at most ${most.toLocaleString('en')} ${unit}`,
    measured: `${round(value)} ${unit}`,
    isReached: value <= most,
    reason: REASONS[what],
  };
}

function atLeast(what, value, least, before, unit) {
  return {
    what,
    target: `${before} at least ${least} ${unit}`.trim(),
    measured: `${round(value)} ${unit}`,
    isReached: value >= least,
  };
}

function round(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toString();
}

module.exports = { targetRows };

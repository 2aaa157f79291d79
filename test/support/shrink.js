'use strict';

/**
 * Makes a failing list smaller: leaves out ever smaller pieces as long as what is left still fails.
 *
 * @template T
 * @param {T[]} items
 * @param {(items: T[]) => Promise<boolean>} fails
 * @param {{ tries: number }} budget counted down, so that a slow failure does not take for ever
 * @returns {Promise<T[]>}
 */
async function shrinkList(items, fails, budget) {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < kept.length && budget.tries > 0;) {
      const candidate = [...kept.slice(0, start), ...kept.slice(start + size)];
      budget.tries--;
      if (await fails(candidate)) kept = candidate;
      else start += size;
    }
  }
  return kept;
}

/**
 * Shrinks the steps of a failing history: whole messages first, then the revisions in them, then
 * stores, then records, each together with its copy in `$input`.
 *
 * @param {any[]} steps
 * @param {(steps: any[]) => Promise<boolean>} fails
 * @returns {Promise<any[]>}
 */
async function shrinkSteps(steps, fails) {
  const budget = { tries: 3000 };
  let kept = await shrinkList(steps, fails, budget);
  for (const part of [revisionParts, storeParts, recordParts]) {
    for (let i = 0; i < kept.length; i++) {
      if (!kept[i].revisions) continue;
      const withStep = (step) => kept.map((other, j) => (j === i ? step : other));
      const parts = part(kept[i].revisions);
      const build = (some) =>
        withStep(stepOf(kept[i].author, without(kept[i].revisions, parts, some)));
      const left = await shrinkList(parts, (some) => fails(build(some)), budget);
      if (left.length < parts.length) kept = build(left);
    }
  }
  return kept;
}

function stepOf(author, revisions) {
  const message = { command: 'project_change', data: { project: 1, revisions } };
  return { author, revisions, text: JSON.stringify(message) };
}

function revisionParts(revisions) {
  return revisions.map((_, revision) => ({ revision }));
}

function storeParts(revisions) {
  return revisions.flatMap(({ changes }, revision) =>
    Object.keys(changes).map((store) => ({ revision, store })),
  );
}

function recordParts(revisions) {
  return storeParts(revisions).flatMap(({ revision, store }) =>
    ['added', 'updated', 'removed'].flatMap((section) =>
      (revisions[revision].changes[store][section] ?? []).map((record) => {
        return { revision, store, section, name: nameOf(record) };
      }),
    ),
  );
}

/** The revisions without those of `parts` that are not in `some`. */
function without(revisions, parts, some) {
  const gone = parts.filter((part) => !some.includes(part));
  const isGone = (wanted) =>
    gone.some((part) => Object.keys(part).every((key) => part[key] === wanted[key]));
  return revisions.flatMap((original, revision) => {
    if (isGone({ revision })) return [];
    const changes = Object.create(null);
    for (const [store, change] of Object.entries(original.changes)) {
      if (isGone({ revision, store })) continue;
      const keep = (sections) => filterSections(sections, { revision, store }, isGone);
      changes[store] = store === 'project' ? change : keep(change);
      if (store !== 'project' && change.$input) changes[store].$input = keep(change.$input);
    }
    return [{ ...original, changes }];
  });
}

function filterSections(sections, where, isGone) {
  const kept = { ...sections };
  for (const section of ['added', 'updated', 'removed']) {
    kept[section] &&= kept[section].filter((r) => !isGone({ ...where, section, name: nameOf(r) }));
  }
  return kept;
}

function nameOf({ mark, id }) {
  return mark ?? String(id);
}

module.exports = { shrinkSteps };

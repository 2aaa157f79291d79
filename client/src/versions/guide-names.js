/**
 * The feature `versions` asks a project of Bryntum's guide, by `wsSend`, whose turn it is to save a version, and hears when a change is
 * somebody else's. Gives these names to a live project that has none.
 *
 * @param {any} project
 * @returns {(() => void)[]} what takes them away
 */
export const guideNames = (project) => {
  if (project.wsSend) return [];
  project.wsSend = (/** @type {string} */ command, /** @type {object} */ data) =>
    project.liveSend(command, data);
  Object.defineProperty(project, 'wsProjectId', {
    configurable: true,
    get: () => project.liveProjectId,
  });
  const tell = (/** @type {string} */ event) => () => project.trigger(event);
  return [
    () => {
      delete project.wsSend;
      delete project.wsProjectId;
    },
    project.on({
      liveBeforeChanges: tell('wsBeforeReceiveChanges'),
      liveChanges: tell('wsReceiveChanges'),
      liveVersionAutoSaveOK: tell('wsVersionAutoSaveOK'),
    }),
  ];
};

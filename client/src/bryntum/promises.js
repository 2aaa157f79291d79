import { NOT_RESUMED } from './incoming.js';
import { isSameId } from './same-id.js';

/**
 * @param {any} project
 * @param {import('./connection.js').SyncConnection} connection is opened, and closed if the project is refused
 * @returns {Promise<void>} resolves when the project is loaded
 */
export const untilLoaded = (project, connection) =>
  new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ message) => (detach(), reject(new Error(message)));
    const isClosed = 'Closed before it was loaded';
    const detach = project.ion({
      liveDataset: () => (detach(), resolve()),
      liveRefused: (/** @type {any} */ { message }) => fail(message),
      liveError: (/** @type {any} */ { command, message }) => {
        if (command !== 'dataset' || NOT_RESUMED.test(message)) return;
        fail(message);
        connection.close();
      },
      liveBroken: (/** @type {any} */ { error }) => (detach(), reject(error)),
      liveClosed: () => fail(isClosed),
      liveEnd: () => fail(isClosed),
    });
    connection.open();
  });

/**
 * @param {any} project
 * @param {string | number} versionId
 * @returns {Promise<any>} the content of the version
 */
export const untilVersionContent = (project, versionId) =>
  new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ message) => (detach(), reject(new Error(message)));
    const isLost = 'There is no connection';
    const detach = project.ion({
      liveVersionContent: (/** @type {any} */ { versionId: id, content }) =>
        isSameId(id, versionId) && (detach(), resolve(content)),
      liveError: (/** @type {any} */ { command, message }) =>
        command === 'load_version_content' && fail(message),
      liveOffline: () => fail(isLost),
      liveClosed: () => fail(isLost),
      liveBroken: () => fail(isLost),
      liveEnd: () => fail(isLost),
    });
    const request = { project: project.liveProjectId, versionId };
    if (!project.liveSend('load_version_content', request)) fail(isLost);
  });

import { SyncProject } from './project.js';

/**
 * @param {ConstructorParameters<typeof SyncProject>[0]} options
 * @returns {Promise<SyncProject>} resolves when it is loaded; rejects, and closes it, if it cannot be
 */
export const openProject = async (options) => {
  const project = new SyncProject(options);
  try {
    return await project.open();
  } catch (error) {
    project.close();
    throw error;
  }
};

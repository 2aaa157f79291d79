'use strict';

/**
 * Logs a guest in, and sends `init`.
 *
 * @type {NonNullable<import('../../session/dialect').Dialect['welcome']>}
 */
function welcome(arrivals, session, guest) {
  const { project } = guest;
  arrivals.receive(session, guest, ({ clientId, resume }) =>
    session.bringProject([
      Buffer.from(
        `{"type":"init","payload":{"clientId":"${clientId}","resume":"${resume}","project":`,
      ),
      ...project.texts.dataset('data'),
      Buffer.from(`,"revision":${project.revision}}}`),
    ]),
  );
}

module.exports = { welcome };

/**
 * What Bryntum's integration guide expects of a `ProjectModel` beside `wsSend` and `wsProjectId`: that it connects as soon as it has an
 * address, `wsConnect`, `wsSend('reset')`, and messages that may also be read with `JSON.parse`, in the flat form that the guide shows.
 *
 * @template {new (...args: any[]) => any} T
 * @param {T} Target a class with `ProjectWebSocketHandlerMixin`
 */
export const IntegrationGuideMixin = (Target) =>
  class extends Target {
    static $name = 'ProjectModel';

    /** @param {any} config */
    construct(config) {
      super.construct({ stm: { revisionsEnabled: true }, ...config });
    }

    /** @param {string | null} address */
    updateWsAddress(address) {
      super.updateWsAddress(address);
      if (address) this.wsWhenMade(() => void this.wsOpen());
    }

    wsConnect() {
      return this.wsOpen();
    }

    /** @param {string} command @param {any} [data] @param {boolean} [silent] @returns {Promise<boolean>} was it sent? */
    async wsSend(command, data, silent) {
      const { liveConnection } = this;
      // The guide logs in whenever there is a connection; one that has come back has done so.
      if (
        command === 'login' &&
        liveConnection?.isOnline &&
        liveConnection.userName === data.login &&
        liveConnection.token === data.password
      )
        return true;
      const isOfProject = command === 'reset';
      return super.wsSend(
        command,
        isOfProject ? { project: this.wsProjectId, ...data } : data,
        silent,
      );
    }

    /** @internal @param {any} message */
    wsHear(message) {
      const { command, data, error } = message;
      const flat = {
        command,
        ...data,
        ...(error ? { error } : command === 'login' && { success: true }),
      };
      super.wsHear(
        Object.defineProperty({ ...message }, 'toString', { value: () => JSON.stringify(flat) }),
      );
    }
  };

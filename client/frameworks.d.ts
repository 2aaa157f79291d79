// What the parts for React, Vue and Angular use of them: enough to check these parts where no framework is installed.
// client/examples/ has the frameworks; there the types are checked against the real ones.

declare module 'react' {
  export function createElement(type: any, props?: any, ...children: any[]): any;
  export function useEffect(effect: () => void | (() => void), dependencies?: unknown[]): void;
  export function useRef<T>(value: T): { current: T };
  export function useSyncExternalStore<T>(
    subscribe: (listener: () => void) => () => void,
    get: () => T,
    getOnServer?: () => T,
  ): T;
}

declare module 'vue' {
  export function getCurrentScope(): object | undefined;
  export function h(type: string, props?: object): any;
  export function onMounted(run: () => void): void;
  export function onScopeDispose(run: () => void): void;
  export function ref<T>(value: T): { value: T };
  export function shallowRef<T>(value: T): { value: T };
}

declare module '@angular/core' {
  export class DestroyRef {
    onDestroy(run: () => void): () => void;
  }
  export function inject<T>(token: new () => T): T;
  export function signal<T>(value: T): { set(value: T): void; asReadonly(): () => T };
}

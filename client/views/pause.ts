/** Runs an action after it has not been requested for a while, so that typing is not interrupted. */
export interface Pause {
  /** Requests the action after the next pause. */
  restart(): void;
  dispose(): void;
}

const MILLISECONDS = 250;

export function afterPause(action: () => void): Pause {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    restart() {
      clearTimeout(timer);
      timer = setTimeout(action, MILLISECONDS);
    },
    dispose: () => clearTimeout(timer),
  };
}

/** Runs an action once nobody has asked for it for a while: typing goes on while a picture waits. */
export interface Pause {
  /** Asks for the action after the next pause. */
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

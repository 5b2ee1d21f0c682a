/**
 * Undo in reverse order: whoever sets something up pushes its undo in the same breath. (The
 * language's own `AsyncDisposableStack` is not in the oldest supported Node.)
 */
export interface UndoStack extends AsyncDisposable {
  use<T extends AsyncDisposable | Disposable>(resource: T): T;
  defer(undo: () => void | Promise<void>): void;
}

/** What `build` has set up is taken down again if it fails. */
export async function buildWithUndo<T>(build: (undo: UndoStack) => Promise<T>): Promise<T> {
  const undo = createUndoStack();
  try {
    return await build(undo);
  } catch (error) {
    await undo[Symbol.asyncDispose]();
    throw error;
  }
}

export function createUndoStack(): UndoStack {
  const undos: (() => unknown)[] = [];
  return {
    use(resource) {
      undos.push(() =>
        Symbol.asyncDispose in resource
          ? resource[Symbol.asyncDispose]()
          : resource[Symbol.dispose](),
      );
      return resource;
    },
    defer(undo) {
      undos.push(undo);
    },
    /** Runs every undo, also after one has failed, and then reports the first failure. */
    async [Symbol.asyncDispose]() {
      const failures: unknown[] = [];
      for (let undo = undos.pop(); undo; undo = undos.pop()) {
        try {
          await undo();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Assignment, Crew, CrewWork, Inspected, Loaded, SentTask } from './crew.ts';

/** What a thread is asked for. */
export type CrewRequest = { readonly load: readonly SentTask[] } | { readonly check: readonly Assignment[] };

/** More threads would share the same files and take the memory of all others. */
const MOST_THREADS = 8;

/** Threads of this process, each with its own copy of the languages. */
export const nodeCrew: Crew = {
  most: Math.min(availableParallelism(), MOST_THREADS) - 1,
  start: (work: CrewWork) => {
    const worker = new Worker(new URL('./checkWorker.js', import.meta.url), { workerData: work });
    // A thread can also end between two requests, and then never responds.
    const failed = new Promise<never>((_resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a thread ended early')));
    });
    failed.catch(() => undefined);
    const ask = <Answer>(request: CrewRequest): Promise<Answer> => {
      const answer = new Promise<Answer>(resolve => worker.once('message', resolve));
      worker.postMessage(request);
      return Promise.race([answer, failed]);
    };
    return {
      load: tasks => ask<readonly Loaded[]>({ load: tasks }),
      check: assignments => ask<readonly Inspected[]>({ check: assignments }),
      end: () => void worker.terminate(),
    };
  },
};

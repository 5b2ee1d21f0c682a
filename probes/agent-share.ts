/** What history knows of one agent: who it is, and how its answers went in the time asked for. */
export interface AgentShare {
  target: string;
  /** Entry id of the agents list. */
  id: string;
  /** Null: neither the log nor the list named its machine. */
  machine: string | null;
  /** As the list said last; null: nobody looked. */
  status: string | null;
  answered: number;
  failed: number;
  lastAnsweredMs: number | null;
}

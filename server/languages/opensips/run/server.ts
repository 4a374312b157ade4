import type { PlacedRoute, ScriptModel } from '../model/model.ts';
import { routeKey } from '../model/model.ts';
import { parameterValue, parameterValues } from '../model/parameters.ts';
import type { Place } from '../model/placed.ts';
import { type World, worldOf } from '../model/world.ts';
import type { RouteKind, Statement } from '../syntax/syntax.ts';
import { usesOf } from '../syntax/uses.ts';
import type { TransformationSyntax, VariableSyntax } from '../syntax/variableSyntax.ts';
import { Clock } from './clock.ts';
import {
  type Alias,
  globalValue,
  isGlobalOn,
  readAliases,
  readSockets,
  sameAddress,
} from './configuration.ts';
import { flagPlaces } from './flagPlaces.ts';
import type { Message } from './messages/message.ts';
import type { Endpoint, Reception, Socket } from './messages/reception.ts';
import { Questions } from './questions.ts';
import { emptyRecord, type StatementEntry, type StepRecord } from './record.ts';
import type { Scenario } from './scenario.ts';
import type { Transaction } from './tm/transaction.ts';
import type { AvpList, Value } from './values/value.ts';

/** The most statements that one message may run before the run is stopped. */
const statementLimit = 20_000;
/** The most statements that all messages of a scenario may run together. */
const scenarioLimit = 200_000;

/** State that a module keeps, with its initial value. */
export interface StateKey<State> {
  readonly create: (server: Server) => State;
}

export function stateKey<State>(create: (server: Server) => State): StateKey<State> {
  return { create };
}

/** What one process of the server keeps between messages. */
interface ProcessState {
  readonly vars: Map<string, Value>;
  readonly returnCode: number;
  readonly returnValues: readonly Value[];
}

/** The running server: the script, the state of modules, time, and the record of the current message. */
export class Server {
  readonly engine: Engine;
  readonly model: ScriptModel;
  readonly scenario: Scenario;
  readonly world: World;
  readonly sockets: readonly Socket[];
  readonly aliases: readonly Alias[];
  readonly advertisedAddress: string | undefined;
  readonly advertisedPort: number | undefined;
  readonly clock = new Clock();
  readonly questions: Questions;
  /** `$var` lives as long as the worker process. */
  vars = new Map<string, Value>();
  readonly transactions: Transaction[] = [];
  record: StepRecord = emptyRecord();
  /** The current statement; none while the server acts on its own. */
  statement: StatementEntry | undefined;
  /** The code of the last statement, which also stays in the process. */
  returnCode = 0;
  returnValues: readonly Value[] = [];
  messageCount = 0;
  /** When a realm was last challenged, in seconds of the run. */
  readonly noncesFrom = new Map<string, number>();
  /** Codes that next hops have sent. */
  readonly hopCodes = new Set<number>();
  /** INVITEs that next hops have not finished, for replies after a CANCEL. */
  readonly pendingInvites = new Map<string, string>();
  /** Replies without a transaction are forwarded only if the script calls forward(), or allows it. */
  readonly forwardsReplies: boolean;
  readonly showsSignature: boolean;
  readonly serverHeader: string | undefined;
  readonly userAgentHeader: string | undefined;
  /** The names of the blocks that run, the outermost first; '' for one without a name. */
  readonly routeNames: string[] = [];
  /** The nesting depth of the current statements. */
  depth = 0;
  readonly maxWhileLoops: number;
  /** The highest log level that xlog prints. */
  readonly logLevel: number;
  readonly hasAsserts: boolean;
  /** The error code of the last function, and that before the statement (ser_error). */
  error = -1;
  previousError = -1;
  /** How many next-hop requests of a method were answered, by `ip:port method`. */
  readonly answered = new Map<string, number>();
  private readonly states = new Map<StateKey<unknown>, unknown>();
  /** Packets of this step that the server sent to itself. */
  ownPackets = 0;
  /** The process that runs timers has its own `$var` and `$rc`; here are those of the process that does not run. */
  private otherProcess: ProcessState = { vars: new Map(), returnCode: 0, returnValues: [] };
  private waiting: { readonly message: Message; readonly act: (transaction: Transaction) => void }[] = [];
  private flagPlaces: ReadonlyMap<string, number> | undefined;
  /** The text of the message of this step, for comparison with what is sent. */
  stepText = '';
  private statementsOfStep = 0;
  private statementsOfRun = 0;

  constructor(
    engine: Engine,
    model: ScriptModel,
    scenario: Scenario,
    answers: readonly (string | undefined)[],
  ) {
    this.engine = engine;
    this.model = model;
    this.scenario = scenario;
    this.world = worldOf(model.version, [...model.modules.keys()].map(name => `${name},`).join(''));
    this.sockets = readSockets(model);
    this.aliases = readAliases(model);
    this.forwardsReplies =
      globalValue(model, 'disable_stateless_fwd') === '0' ||
      model.routes.some(({ route }) =>
        usesOf(route.body).calls.some(({ call }) => call.name.text === 'forward'),
      );
    this.advertisedAddress = globalValue(model, 'advertised_address');
    const port = globalValue(model, 'advertised_port');
    this.advertisedPort = port === undefined ? undefined : Number(port);
    this.maxWhileLoops = Number(globalValue(model, 'max_while_loops') ?? 10_000);
    this.logLevel = Number(globalValue(model, 'xlog_level') ?? 2);
    this.hasAsserts = isGlobalOn(model, 'enable_asserts', false);
    this.showsSignature = isGlobalOn(model, 'server_signature', true);
    this.serverHeader = globalValue(model, 'server_header')?.replace(/^Server:\s*/i, '');
    this.userAgentHeader = globalValue(model, 'user_agent_header')?.replace(/^User-Agent:\s*/i, '');
    this.questions = new Questions(this, answers);
  }

  /** Does something with the transaction of a request now, or when it is created. */
  whenTransaction(x: Execution, act: (transaction: Transaction) => void): void {
    if (x.transaction !== undefined) act(x.transaction);
    else this.waiting.push({ message: x.message, act });
  }

  /** Called with every transaction that is created. */
  transactionMade(message: Message, transaction: Transaction): void {
    for (const one of this.waiting.filter(({ message: other }) => other === message)) one.act(transaction);
    this.waiting = this.waiting.filter(({ message: other }) => other !== message);
  }

  state<State>(key: StateKey<State>): State {
    if (!this.states.has(key)) this.states.set(key, key.create(this));
    return this.states.get(key) as State;
  }

  route(kind: RouteKind, name: string): PlacedRoute | undefined {
    return this.model.routesByName.get(routeKey(kind, name))?.[0];
  }

  hasModule(name: string): boolean {
    return this.model.modules.has(name);
  }

  /** The value of a module parameter as text. */
  parameter(module: string, name: string): string | undefined {
    const found = parameterValue(this.model, module, name);
    return found === undefined ? undefined : String(found.value);
  }

  parameterNumber(module: string, name: string, otherwise: number): number {
    const value = parameterValue(this.model, module, name)?.value;
    if (typeof value === 'number') return value;
    if (value === undefined) return otherwise;
    if (/^(yes|true|on|enable)$/.test(value)) return 1;
    return /^-?\d+$/.test(value) ? Number(value) : otherwise;
  }

  parameters(module: string, name: string): readonly string[] {
    return parameterValues(this.model, module, name).map(({ value }) => String(value));
  }

  /** The socket with an address, or with a name such as `udp:10.0.0.1:5060`. */
  socketAt(place: Endpoint, transport?: string): Socket | undefined {
    return this.sockets.find(
      socket =>
        sameAddress(socket.address, place.address) &&
        socket.port === place.port &&
        (transport === undefined || socket.transport === transport),
    );
  }

  /** Whether the version of the script is this one or a later one. */
  isSince(version: string): boolean {
    return compareVersions(this.model.version, version) >= 0;
  }

  startStep(): void {
    this.record = emptyRecord();
    this.statementsOfStep = 0;
    this.ownPackets = 0;
    this.routeNames.length = 0;
    this.depth = 0;
  }

  /** The index of a flag among all flags of the script. */
  flagPlace(name: string): number {
    this.flagPlaces ??= flagPlaces(this.model);
    return this.flagPlaces.get(name) ?? this.flagPlaces.size;
  }

  /** Runs what a timer starts: a failure route after a timeout, the end of a dialog. */
  inTimerProcess(run: () => void): void {
    this.switchProcess();
    try {
      run();
    } finally {
      this.switchProcess();
    }
  }

  private switchProcess(): void {
    const { vars, returnCode, returnValues } = this;
    ({ vars: this.vars, returnCode: this.returnCode, returnValues: this.returnValues } = this.otherProcess);
    this.otherProcess = { vars, returnCode, returnValues };
  }

  stop(reason: string): never {
    throw new BoundReached(reason);
  }

  /** Throws when the script runs too long. */
  countStatement(): void {
    this.statementsOfStep++;
    this.statementsOfRun++;
    if (this.statementsOfStep > statementLimit || this.statementsOfRun > scenarioLimit)
      this.stop(`More than ${statementLimit} statements ran. The run was stopped here.`);
  }
}

/** Ends a run that takes too long; the results so far are kept. */
export class BoundReached extends Error {}

function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/** One run of a route block by core (run_top_route), with everything that it calls. */
export interface Execution {
  readonly server: Server;
  readonly message: Message;
  readonly kind: RouteKind;
  /** The name of the block in the trace: `route`, `branch_route[x]`. */
  readonly title: string;
  /** The bare name of the block; undefined for one without a name. */
  readonly name: string | undefined;
  avps: AvpList;
  transaction: Transaction | undefined;
  /** False until a transaction was looked up. */
  isLookedUp: boolean;
  /** The INVITE transaction of an end-to-end ACK. */
  ackTransaction: Transaction | undefined;
  /** The branch that a branch or reply route runs for, or whose reply a failure route was given. */
  branchIndex: number;
  /** The branch whose reply came last: in a failure route it need not be the one that was chosen. */
  readonly currentBranch: number;
  /** The selected reply in a failure route. */
  readonly reply: Message | undefined;
  /** The bits EXIT to BREAK. */
  flags: number;
  /** Called routes, the innermost last. */
  readonly stack: StackedRoute[];
  /** What t_relay returns when it has handled and answered the request: never 0, because the script continues. */
  relayEnds: number;
  insideErrorRoute: boolean;
  errorClass: number;
  errorInfo: string;
  errorCode: number;
  errorReason: string;
  /** Event parameters for `$param(name)` in event routes. */
  readonly eventParams?: readonly { readonly name: string; readonly value: Value }[] | undefined;
}

export interface StackedRoute {
  readonly title: string;
  readonly name: string;
  readonly params: readonly Value[] | undefined;
  /** Parameters that have names too. */
  readonly named?: ReadonlyMap<string, Value> | undefined;
}

/** The location of running statements: the block that their positions are relative to. */
export interface Frame {
  readonly place: Place;
  readonly route: PlacedRoute;
  readonly title: string;
}

/** How `$name(inner)[index]` is read and set. A setter returns false when the server refuses the value. */
export interface VariableModel {
  readonly get: (x: Execution, variable: VariableSyntax) => Value;
  readonly set?: (x: Execution, variable: VariableSyntax, value: Value, operator: string) => boolean;
}

export type VariableTable = Readonly<Record<string, VariableModel>>;

/** What lower parts of a run need from those above them: statements run routes and functions, functions send
 * packets, and arriving packets run statements again. The run connects these parts and passes them in.
 */
export interface Engine {
  /** Runs a list of statements (run_action_list); the value is that of the last one. */
  readonly runStatements: (x: Execution, frame: Frame, statements: readonly Statement[]) => number;
  /** Runs one statement (do_action): 0 ends the script, below 0 is false. */
  readonly runStatement: (x: Execution, frame: Frame, statement: Statement) => number;
  /** A packet that arrives at a socket of the server (receive_msg). */
  readonly receive: (server: Server, text: string, reception: Reception) => void;
  /** The model of a variable that core or a loaded module offers; undefined for one that is not modeled. */
  readonly variable: (server: Server, name: string) => VariableModel | undefined;
  /** The value after `{class.name,arguments}`; undefined for an error of the server, which results in NULL. */
  readonly transform: (x: Execution, transformation: TransformationSyntax, value: Value) => Value | undefined;
}

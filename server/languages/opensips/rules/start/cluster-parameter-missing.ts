import { message } from '../../../../rules/rule.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const clusterParameterMissing: ScriptRule = {
  code: 'opensips-cfg/cluster-parameter-missing',
  severity: 'error',
  family: 'start',
  title: 'Location cluster without a parameter that it needs',
  why: 'A cluster mode of `usrloc` needs the cluster number; some modes also need a cache database, or the domain as part of the address of record. A mode for a single server refuses a cluster number. Otherwise the server does not start. `opensips -C` does not report it.',
  fix: 'Set the parameters in the message, or choose a preset such as `single-instance-no-db`.',
  bad: 'socket=udp:127.0.0.1:5060\nsocket=bin:127.0.0.1:5566\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_bin.so"\nloadmodule "/modules/clusterer.so"\nmodparam("clusterer", "db_mode", 0)\nmodparam("clusterer", "my_node_id", 1)\nmodparam("clusterer", "my_node_info", "cluster_id=1, url=bin:127.0.0.1:5566")\nloadmodule "/modules/usrloc.so"\nmodparam("usrloc", "working_mode_preset", "full-sharing-cluster")\n',
  good: 'socket=udp:127.0.0.1:5060\nsocket=bin:127.0.0.1:5566\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/proto_bin.so"\nloadmodule "/modules/clusterer.so"\nmodparam("clusterer", "db_mode", 0)\nmodparam("clusterer", "my_node_id", 1)\nmodparam("clusterer", "my_node_info", "cluster_id=1, url=bin:127.0.0.1:5566")\nloadmodule "/modules/usrloc.so"\nmodparam("usrloc", "working_mode_preset", "full-sharing-cluster")\nmodparam("usrloc", "location_cluster", 1)\n',
  since: '2.4',
  on: 'script',
  modules: ['usrloc'],
  *check(model) {
    if (!model.isComplete) return;
    const mode = modeOf(model);
    if (mode === undefined) return;
    const { place } = mode;
    const cluster = Number(parameterValue(model, 'usrloc', 'location_cluster')?.value ?? 0);
    const finding = (what: string, todo: string): Finding => ({
      place,
      span: mode.item.value[0] ?? mode.item,
      message: message(what, '`opensips -C` does not report this, but OpenSIPS does not start.', todo),
    });
    if (mode.mode === 'federation')
      yield finding(
        'The mode `federation-cluster` is not implemented.',
        'Use `federation-cachedb-cluster` or `full-sharing-cluster`.',
      );
    const isCluster = /^(full-sharing|federation-cachedb)/.test(mode.mode);
    if (isCluster && cluster === 0)
      yield finding(
        `\`${mode.written}\` needs \`location_cluster\`.`,
        'Set it with `modparam("usrloc", "location_cluster", 1)`, the number of the cluster.',
      );
    if (mode.mode === 'none' && cluster !== 0)
      yield finding(
        `\`${mode.written}\` is for a single server, but \`location_cluster\` is set.`,
        'Remove `location_cluster`, or choose a cluster mode.',
      );
    if (/cachedb/.test(mode.mode) && parameterValue(model, 'usrloc', 'cachedb_url') === undefined)
      yield finding(
        `\`${mode.written}\` needs \`cachedb_url\`.`,
        'Set it with `modparam("usrloc", "cachedb_url", ...)`.',
      );
    if (
      mode.mode === 'federation-cachedb' &&
      Number(parameterValue(model, 'usrloc', 'use_domain')?.value ?? 0) === 0
    )
      yield finding(
        `\`${mode.written}\` needs \`use_domain\`.`,
        'Set it with `modparam("usrloc", "use_domain", 1)`.',
      );
  },
};

/** The cluster mode that ul_check_config derives: the preset overrides `cluster_mode`. */
function modeOf(model: ScriptModel) {
  const preset = parameterValue(model, 'usrloc', 'working_mode_preset');
  if (preset !== undefined) {
    const written = String(preset.value).trim().toLowerCase();
    const mode = /^single-instance-/.test(written) ? 'none' : written.replace(/-cluster$/, '');
    return { ...preset, written, mode };
  }
  const own = parameterValue(model, 'usrloc', 'cluster_mode');
  if (own === undefined) return undefined;
  const written = String(own.value).trim().toLowerCase();
  return { ...own, written, mode: written };
}

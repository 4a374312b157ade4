-- SIP Workbench for Neovim 0.7 and later. Copy this file to ~/.config/nvim/plugin/.
-- `sip-workbench` must be in the PATH; set vim.g.sip_workbench_command to use another command.

local patterns = {
  ['sip-conf'] = { 'sip.conf', 'sip_*.conf', 'sip-*.conf' },
  ['pjsip-conf'] = { 'pjsip.conf', 'pjsip_*.conf', 'pjsip.*.conf', 'pjsip-*.conf' },
  ['opensips-cfg'] = { 'opensips*.cfg', '*.opensips.cfg', 'opensips*.cfg.m4', 'opensips*.cfg.in' },
  ['flexisip-conf'] = { 'flexisip*.conf', 'flexisip.conf.*' },
  ['flexisip-users'] = { 'userdb*.txt', 'users*.db.txt' },
  ['sip-trace'] = { '*.sip', '*.siptrace', '*.sip.log' },
}

-- Files of other programs whose names match a pattern above.
local foreign = { ['sip_notify.conf'] = true, ['pjsip_notify.conf'] = true }

local comments = {
  ['sip-conf'] = '; %s',
  ['pjsip-conf'] = '; %s',
  ['opensips-cfg'] = '# %s',
  ['flexisip-conf'] = '# %s',
  ['flexisip-users'] = '# %s',
}

local command = vim.g.sip_workbench_command or { 'sip-workbench', 'lsp', '--stdio' }

local function folder_of(file)
  return vim.fn.fnamemodify(file, ':p:h')
end

-- One server for each folder: files that include each other are in the same folder.
local clients = {}

local function attach(buffer, file)
  local root = folder_of(file)
  local config = {
    name = 'sip-workbench',
    cmd = command,
    root_dir = root,
    settings = { sipWorkbench = vim.g.sip_workbench_settings or vim.empty_dict() },
    on_exit = function()
      clients[root] = nil
    end,
  }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
  else
    clients[root] = clients[root] or vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
end

local group = vim.api.nvim_create_augroup('sip-workbench', { clear = true })
for filetype, pattern in pairs(patterns) do
  vim.api.nvim_create_autocmd({ 'BufNewFile', 'BufRead' }, {
    group = group,
    pattern = pattern,
    callback = function(event)
      if not foreign[vim.fn.fnamemodify(event.file, ':t')] then
        vim.api.nvim_buf_set_option(event.buf, 'filetype', filetype)
      end
    end,
  })
end
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = vim.tbl_keys(patterns),
  callback = function(event)
    local file = vim.api.nvim_buf_get_name(event.buf)
    vim.api.nvim_buf_set_option(event.buf, 'commentstring', comments[event.match] or '')
    attach(event.buf, file)
  end,
})

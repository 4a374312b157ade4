-- Opens the file in $SIP_FILE with the plugin in $SIP_PLUGIN and prints what the server says about it.
vim.g.sip_workbench_command = { vim.env.SIP_NODE, vim.env.SIP_CLI, 'lsp', '--stdio' }
vim.cmd('source ' .. vim.env.SIP_PLUGIN)
vim.cmd('edit ' .. vim.env.SIP_FILE)
local arrived = vim.wait(30000, function()
  return #vim.diagnostic.get(0) > 0
end, 50)
for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
  print(string.format('%d %s', diagnostic.lnum, tostring(diagnostic.code)))
end
print(arrived and vim.bo.filetype or 'nothing arrived')
vim.cmd('qa!')

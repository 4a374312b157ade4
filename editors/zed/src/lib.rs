use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

/// Starts the command line that is installed on the machine; nothing is downloaded.
struct SipWorkbench;

impl zed::Extension for SipWorkbench {
    fn new() -> Self {
        SipWorkbench
    }

    fn language_server_command(&mut self, _id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let command = worktree
            .which("sip-workbench")
            .ok_or("sip-workbench is not in the PATH: npm install --global sip-workbench")?;
        Ok(Command { command, args: vec!["lsp".into(), "--stdio".into()], env: worktree.shell_env() })
    }
}

zed::register_extension!(SipWorkbench);

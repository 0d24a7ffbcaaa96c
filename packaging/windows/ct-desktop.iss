; The installer for Windows, for one person and without an administrator (Inno Setup 6.4 or later).
;
; installer.py compiles it. It gives AppVersion, VersionNumbers (four, for Windows to compare),
; Frozen (the folder that PyInstaller made) and Icon; and Signed where there is a certificate.

#if VER < EncodeVer(6, 4, 0)
  #error Inno Setup 6.4 or later is needed
#endif

#define AppName "CrossTrade Desktop"
#define AppGuid "{4718F6A6-CA12-40A8-9F27-946E0937CD70}"
#define WindowProgram "ct-desktop.exe"
; The same for terminals, which look for .com before .exe: there, "ct-desktop status" runs this one.
#define TerminalProgram "ct-desktop.com"

[Setup]
AppId={{#AppGuid}
AppName={#AppName}
AppVersion={#AppVersion}
AppVerName={#AppName} {#AppVersion}
AppPublisher=The CrossTrade Desktop authors
AppPublisherURL=https://crosstrade.io
VersionInfoVersion={#VersionNumbers}
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Windows 10, version 1809: the first that Qt 6 runs on.
MinVersion=10.0.17763
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\{#AppName}
DefaultGroupName={#AppName}
DisableProgramGroupPage=yes
UninstallDisplayName={#AppName}
UninstallDisplayIcon={app}\{#WindowProgram}
SetupIconFile={#Icon}
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
; PATH may change.
ChangesEnvironment=yes
; The app is asked to quit first (see PrepareToInstall). What still holds a file is found by this.
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.com,*.dll,*.pyd
RestartApplications=no
#ifdef Signed
SignTool=signtool
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
; Only asked once: afterwards the app's own settings have it, and an update leaves it as it is.
Name: "startatlogin"; Description: "Start {#AppName} when I sign in to &Windows"; \
    Flags: unchecked; Check: IsFirstInstall
Name: "path"; Description: "Let terminals find the command &ct-desktop (adds it to my PATH)"; \
    Flags: unchecked

[InstallDelete]
; An earlier version's libraries: what this one has no use for must not lie beside its own.
Type: filesandordirs; Name: "{app}\lib"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#AppName}"; Filename: "{app}\{#WindowProgram}"
Name: "{group}\{#AppName} (second screen)"; Filename: "{app}\{#WindowProgram}"; \
    Parameters: "--second-screen"
Name: "{group}\Quit {#AppName}"; Filename: "{app}\{#WindowProgram}"; Parameters: "--quit"

[Registry]
; The value that the app itself writes (src/ct_desktop/start_at_login/windows_run_key.py).
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueType: string; \
    ValueName: "{#AppName}"; ValueData: """{app}\{#WindowProgram}"" --minimized"; \
    Tasks: startatlogin

[Run]
Filename: "{app}\{#WindowProgram}"; Description: "Open {#AppName}"; \
    Flags: nowait postinstall skipifsilent

[Messages]
ConfirmUninstall=Remove %1 from this computer?%n%nYou are asked next whether to sign out, and whether to keep your settings and history.

[CustomMessages]
StillRunning={#AppName} is still running. Choose Quit in its tray icon's menu, then try again.
SignOutFirst=Sign out of CrossTrade first?
SignOutWhy=This computer may still be allowed to read your accounts. Signing out revokes that for every profile; it takes a moment and needs the network.
SignOut=&Sign out, then remove
StaySignedIn=&Remove only%nYour access stays in Windows' credential store, and your settings and history stay too.
NotSignedOut=Not every sign-in could be revoked:%n%n%1%nYou can revoke this computer's access on CrossTrade's AI Clients page:%nhttps://app.crosstrade.io/user/my-account?tab=ai-clients
KeepData=Keep your settings and history?
KeepDataWhy=They lie in %1
Keep=&Keep them%nThey are there again if you install {#AppName} later.
Delete=&Delete them%nThis cannot be undone.
NotDeleted=Not all of your settings and history could be deleted. Delete this folder yourself:%n%1

[Code]
const
  RunKey = 'Software\Microsoft\Windows\CurrentVersion\Run';
  EnvironmentKey = 'Environment';
  UninstallKey = 'Software\Microsoft\Windows\CurrentVersion\Uninstall\{#AppGuid}_is1';

var
  DeletesData: Boolean;

function IsFirstInstall: Boolean;
begin
  Result := not RegKeyExists(HKCU, UninstallKey);
end;

{ Where the app keeps its settings, history and logs (src/ct_desktop/profiles/folders.py). }
function DataFolder: String;
begin
  Result := ExpandConstant('{localappdata}\crosstrade-desktop');
end;

{ The app's windows and tray icons, of every profile, are asked to end, and waited for. }
procedure QuitApp;
var
  Code: Integer;
  Ran: Boolean;
  Path: String;
begin
  Path := ExpandConstant('{app}\{#WindowProgram}');
  if FileExists(Path) then
  begin
    Ran := Exec(Path, '--quit', '', SW_HIDE, ewWaitUntilTerminated, Code);
    if Ran then
      Log(Format('The app was asked to quit; it said %d', [Code]))
    else
      Log('The app could not be asked to quit: ' + SysErrorMessage(Code));
  end;
end;

{ Windows lets nobody write to the file of a program that runs. }
function IsInUse(const Name: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  if not FileExists(ExpandConstant('{app}\' + Name)) then
    exit;
  try
    Stream := TFileStream.Create(ExpandConstant('{app}\' + Name), fmOpenReadWrite or fmShareExclusive);
    Stream.Free;
  except
    Result := True;
  end;
end;

function AppIsRunning: Boolean;
begin
  Result := IsInUse('{#WindowProgram}') or IsInUse('{#TerminalProgram}');
end;

{ ---- PATH, of this person alone ---- }

function PathFolders: String;
begin
  if not RegQueryStringValue(HKCU, EnvironmentKey, 'Path', Result) then
    Result := '';
end;

{ Folders without those that are Folder, and without empty ones. }
function Without(const Folders, Folder: String): String;
var
  Rest, Each: String;
  Separator: Integer;
begin
  Result := '';
  Rest := Folders;
  while Rest <> '' do
  begin
    Separator := Pos(';', Rest);
    if Separator = 0 then
      Separator := Length(Rest) + 1;
    Each := Copy(Rest, 1, Separator - 1);
    Delete(Rest, 1, Separator);
    if (Each <> '') and (CompareText(RemoveBackslashUnlessRoot(Each), Folder) <> 0) then
    begin
      if Result <> '' then
        Result := Result + ';';
      Result := Result + Each;
    end;
  end;
end;

procedure SetOnPath(const Wanted: Boolean);
var
  Folder, Before, After: String;
begin
  Folder := ExpandConstant('{app}');
  Before := PathFolders;
  After := Without(Before, Folder);
  if Wanted then
  begin
    if After <> '' then
      After := After + ';';
    After := After + Folder;
  end
  { Nothing of ours is there: it stays to the letter as it is. }
  else if Pos(Lowercase(Folder), Lowercase(Before)) = 0 then
    exit;
  if After = Before then
    exit;
  if After = '' then
    RegDeleteValue(HKCU, EnvironmentKey, 'Path')
  else if not RegWriteExpandStringValue(HKCU, EnvironmentKey, 'Path', After) then
    Log('PATH could not be written');
end;

{ ---- Installing ---- }

function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  QuitApp;
  if AppIsRunning then
    Result := CustomMessage('StillRunning');
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssPostInstall then
    SetOnPath(WizardIsTaskSelected('path'));
end;

{ ---- Uninstalling. A silent one keeps the data and revokes nothing. ---- }

{ The app's own entries, one for each profile, whoever wrote them; no other installation's. }
procedure RemoveStartAtLogin;
var
  Names: TArrayOfString;
  Command: String;
  Index: Integer;
begin
  if not RegGetValueNames(HKCU, RunKey, Names) then
    exit;
  for Index := 0 to GetArrayLength(Names) - 1 do
    if (Names[Index] = '{#AppName}') or (Pos('{#AppName} (', Names[Index]) = 1) then
      if RegQueryStringValue(HKCU, RunKey, Names[Index], Command) then
        if Pos(Lowercase(ExpandConstant('{app}\')), Lowercase(Command)) > 0 then
          RegDeleteValue(HKCU, RunKey, Names[Index]);
end;

{ What the command said, in lines; empty where all is well. }
function SignOutEverywhere: String;
var
  Code, Index: Integer;
  Output: TExecOutput;
begin
  Result := '';
  if not ExecAndCaptureOutput(ExpandConstant('{app}\{#TerminalProgram}'), 'logout --all', '',
      SW_HIDE, ewWaitUntilTerminated, Code, Output) then
    Result := SysErrorMessage(Code) + #13#10
  else if Code <> 0 then
    for Index := 0 to GetArrayLength(Output.StdErr) - 1 do
      Result := Result + Output.StdErr[Index] + #13#10;
end;

procedure AskAboutSignInAndData;
var
  Failed: String;
begin
  if TaskDialogMsgBox(CustomMessage('SignOutFirst'), CustomMessage('SignOutWhy'), mbConfirmation,
      MB_YESNO, [CustomMessage('SignOut'), CustomMessage('StaySignedIn')], 0) <> IDYES then
    { Without its data the app would not find these sign-ins again, to revoke them. }
    exit;
  Failed := SignOutEverywhere;
  if Failed <> '' then
    MsgBox(FmtMessage(CustomMessage('NotSignedOut'), [Failed]), mbError, MB_OK);
  if DirExists(DataFolder) then
    DeletesData := TaskDialogMsgBox(CustomMessage('KeepData'),
      FmtMessage(CustomMessage('KeepDataWhy'), [DataFolder]), mbConfirmation,
      MB_YESNO, [CustomMessage('Keep'), CustomMessage('Delete')], 0) = IDNO;
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  case CurUninstallStep of
    usUninstall:
      begin
        QuitApp;
        if not UninstallSilent then
        begin
          while AppIsRunning do
            if MsgBox(CustomMessage('StillRunning'), mbError, MB_RETRYCANCEL) <> IDRETRY then
              Abort;
          AskAboutSignInAndData;
        end;
        RemoveStartAtLogin;
        SetOnPath(False);
      end;
    usPostUninstall:
      if DeletesData and not DelTree(DataFolder, True, True, True) then
        MsgBox(FmtMessage(CustomMessage('NotDeleted'), [DataFolder]), mbError, MB_OK);
  end;
end;

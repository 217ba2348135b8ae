/// Names of audit record types by number, as libaudit prints them; the kernel's own messages carry the number only.
enum AuditType {
  /// The name of a type that is written as a number, or what was given.
  static func name(_ type: ByteView) -> ByteView {
    guard type.byte(0).isDigit, type.count == 4, let number = type.decimal, let name = name(number) else { return type }
    return .constant(name)
  }

  private static func name(_ number: Int) -> StaticString? {
    switch number {
    case 1000..<1300: userName(number)
    case 1300..<1400: kernelName(number)
    default: otherName(number)
    }
  }

  /// What user space and the audit daemon send.
  private static func userName(_ number: Int) -> StaticString? {
    switch number {
    case 1005: "USER"
    case 1006: "LOGIN"
    case 1100: "USER_AUTH"
    case 1101: "USER_ACCT"
    case 1102: "USER_MGMT"
    case 1103: "CRED_ACQ"
    case 1104: "CRED_DISP"
    case 1105: "USER_START"
    case 1106: "USER_END"
    case 1107: "USER_AVC"
    case 1108: "USER_CHAUTHTOK"
    case 1109: "USER_ERR"
    case 1110: "CRED_REFR"
    case 1111: "USYS_CONFIG"
    case 1112: "USER_LOGIN"
    case 1113: "USER_LOGOUT"
    case 1114: "ADD_USER"
    case 1115: "DEL_USER"
    case 1116: "ADD_GROUP"
    case 1117: "DEL_GROUP"
    case 1118: "DAC_CHECK"
    case 1119: "CHGRP_ID"
    case 1120: "TEST"
    case 1121: "TRUSTED_APP"
    case 1122: "USER_SELINUX_ERR"
    case 1123: "USER_CMD"
    case 1124: "USER_TTY"
    case 1125: "CHUSER_ID"
    case 1126: "GRP_AUTH"
    case 1127: "SYSTEM_BOOT"
    case 1128: "SYSTEM_SHUTDOWN"
    case 1129: "SYSTEM_RUNLEVEL"
    case 1130: "SERVICE_START"
    case 1131: "SERVICE_STOP"
    case 1132: "GRP_MGMT"
    case 1133: "GRP_CHAUTHTOK"
    case 1134: "MAC_CHECK"
    case 1135: "ACCT_LOCK"
    case 1136: "ACCT_UNLOCK"
    case 1137: "USER_DEVICE"
    case 1138: "SOFTWARE_UPDATE"
    case 1200: "DAEMON_START"
    case 1201: "DAEMON_END"
    case 1202: "DAEMON_ABORT"
    case 1203: "DAEMON_CONFIG"
    default: nil
    }
  }

  /// What the kernel says of system calls.
  private static func kernelName(_ number: Int) -> StaticString? {
    switch number {
    case 1300: "SYSCALL"
    case 1302: "PATH"
    case 1303: "IPC"
    case 1304: "SOCKETCALL"
    case 1305: "CONFIG_CHANGE"
    case 1306: "SOCKADDR"
    case 1307: "CWD"
    case 1309: "EXECVE"
    case 1311: "IPC_SET_PERM"
    case 1312: "MQ_OPEN"
    case 1313: "MQ_SENDRECV"
    case 1314: "MQ_NOTIFY"
    case 1315: "MQ_GETSETATTR"
    case 1316: "KERNEL_OTHER"
    case 1317: "FD_PAIR"
    case 1318: "OBJ_PID"
    case 1319: "TTY"
    case 1320: "EOE"
    case 1321: "BPRM_FCAPS"
    case 1322: "CAPSET"
    case 1323: "MMAP"
    case 1324: "NETFILTER_PKT"
    case 1325: "NETFILTER_CFG"
    case 1326: "SECCOMP"
    case 1327: "PROCTITLE"
    case 1328: "FEATURE_CHANGE"
    case 1329: "REPLACE"
    case 1330: "KERN_MODULE"
    case 1331: "FANOTIFY"
    case 1332: "TIME_INJOFFSET"
    case 1333: "TIME_ADJNTPVAL"
    case 1334: "BPF"
    case 1335: "EVENT_LISTENER"
    case 1336: "URINGOP"
    case 1337: "OPENAT2"
    case 1338: "DM_CTRL"
    case 1339: "DM_EVENT"
    default: nil
    }
  }

  /// Security modules, anomalies, integrity.
  private static func otherName(_ number: Int) -> StaticString? {
    switch number {
    case 1400: "AVC"
    case 1401: "SELINUX_ERR"
    case 1402: "AVC_PATH"
    case 1403: "MAC_POLICY_LOAD"
    case 1404: "MAC_STATUS"
    case 1405: "MAC_CONFIG_CHANGE"
    case 1700: "ANOM_PROMISCUOUS"
    case 1701: "ANOM_ABEND"
    case 1702: "ANOM_LINK"
    case 1703: "ANOM_CREAT"
    case 1800: "INTEGRITY_DATA"
    case 1801: "INTEGRITY_METADATA"
    case 1802: "INTEGRITY_STATUS"
    case 1803: "INTEGRITY_HASH"
    case 1804: "INTEGRITY_PCR"
    case 1805: "INTEGRITY_RULE"
    case 2000: "KERNEL"
    default: nil
    }
  }
}

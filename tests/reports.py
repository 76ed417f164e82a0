"""Delivery reports as the common mail servers lay them out, in our own words. All addresses are invented."""

from textwrap import dedent

ADDRESS = "anna@example.org"
MESSAGE_ID = "<reminder.0123456789abcdef@desk.example>"


def _bytes(text: str) -> bytes:
    return dedent(text).lstrip().replace("\n", "\r\n").encode()


def postfix_report(
    *,
    address: str = ADDRESS,
    message_id: str = MESSAGE_ID,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <somebody>: no such person here",
) -> bytes:
    """Fields of the recipient with its original form, the whole mail returned."""
    return _bytes(f"""
        Return-Path: <>
        Date: Sat, 16 Jul 2011 08:00:07 +0200 (CEST)
        From: MAILER-DAEMON@mx.example (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: bounces@desk.example
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="3F2504E0.1310796007/mx.example"
        Content-Transfer-Encoding: 8bit
        Message-Id: <20110716060007.AAAA@mx.example>

        This is a MIME-encapsulated message.

        --3F2504E0.1310796007/mx.example
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        Your mail could not be delivered.

        --3F2504E0.1310796007/mx.example
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example
        X-Postfix-Queue-ID: 3F2504E0
        X-Postfix-Sender: rfc822; bounces@desk.example
        Arrival-Date: Sat, 16 Jul 2011 08:00:05 +0200 (CEST)

        Final-Recipient: rfc822; {address}
        Original-Recipient: rfc822;{address}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mail.example.org
        Diagnostic-Code: {diagnostic}

        --3F2504E0.1310796007/mx.example
        Content-Description: Undelivered Message
        Content-Type: message/rfc822
        Content-Transfer-Encoding: 8bit

        Return-Path: <bounces@desk.example>
        From: Urgent Action Desk <desk@desk.example>
        To: {address}
        Subject: A hearing is in 3 days
        Message-ID: {message_id}
        MIME-Version: 1.0
        Content-Type: text/plain; charset="utf-8"

        A hearing is in 3 days.

        --3F2504E0.1310796007/mx.example--
        """)


def exim_report(
    *,
    address: str = ADDRESS,
    message_id: str = MESSAGE_ID,
    diagnostic: str = "smtp; 550 5.1.1 no such person here",
) -> bytes:
    """No space after "rfc822;", 5.0.0 for every failure, and the headers alone returned."""
    return _bytes(f"""
        X-Failed-Recipients: {address}
        Auto-Submitted: auto-replied
        From: Mail Delivery System <Mailer-Daemon@mx.example>
        To: bounces@desk.example
        Content-Type: multipart/report; report-type=delivery-status; boundary=1310796007-eximdsn-1
        MIME-Version: 1.0
        Subject: Mail delivery failed: returning message to sender

        --1310796007-eximdsn-1
        Content-type: text/plain; charset=us-ascii

        A message that you sent could not be delivered.

        --1310796007-eximdsn-1
        Content-type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Action: failed
        Final-Recipient: rfc822;{address}
        Status: 5.0.0
        Remote-MTA: dns; mail.example.org
        Diagnostic-Code: {diagnostic}

        --1310796007-eximdsn-1
        Content-type: text/rfc822-headers

        Return-path: <bounces@desk.example>
        From: Urgent Action Desk <desk@desk.example>
        To: {address}
        Message-ID: {message_id}

        --1310796007-eximdsn-1--
        """)


def exchange_report(*, address: str = ADDRESS, message_id: str = MESSAGE_ID, status: str = "5.1.10") -> bytes:
    """An HTML part beside the text, folded fields, a display name and the returned mail with its own parts."""
    return _bytes(f"""
        From: postmaster@mail.example
        To: bounces@desk.example
        Date: Sat, 16 Jul 2011 06:00:07 +0000
        Content-Type: multipart/report; report-type=delivery-status;
         boundary="_0a1b2c3d-0000-0000-0000-000000000000_"
        Content-Language: en-US
        Message-ID: <0a1b2c3d@mail.example>
        In-Reply-To: {message_id}
        Subject: Undeliverable: A hearing is in 3 days
        Auto-Submitted: auto-replied

        --_0a1b2c3d-0000-0000-0000-000000000000_
        Content-Type: multipart/alternative; differences=Content-Type;
         boundary="_1a1b2c3d-0000-0000-0000-000000000000_"

        --_1a1b2c3d-0000-0000-0000-000000000000_
        Content-Type: text/plain; charset="us-ascii"

        Delivery has failed.

        --_1a1b2c3d-0000-0000-0000-000000000000_
        Content-Type: text/html; charset="us-ascii"

        <p>Delivery has failed.</p>

        --_1a1b2c3d-0000-0000-0000-000000000000_--

        --_0a1b2c3d-0000-0000-0000-000000000000_
        Content-Type: message/delivery-status

        Reporting-MTA: dns;mail.example
        Received-From-MTA: dns;mx.example

        Original-Recipient: rfc822;{address}
        Final-Recipient: rfc822;
         {address.title()}
        Action: failed
        Status: {status}
        Diagnostic-Code: smtp;550
         {status} RESOLVER.ADR.RecipientNotFound; not found by lookup
        X-Display-Name: Anna Beispiel

        --_0a1b2c3d-0000-0000-0000-000000000000_
        Content-Type: message/rfc822

        Received: from mx.example by mail.example; Sat, 16 Jul 2011 06:00:06 +0000
        From: Urgent Action Desk <desk@desk.example>
        To: {address}
        Message-ID:
         {message_id}
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="inner"

        --inner
        Content-Type: text/plain

        A hearing is in 3 days.

        --inner
        Content-Type: text/html

        <p>A hearing is in 3 days.</p>

        --inner--

        --_0a1b2c3d-0000-0000-0000-000000000000_--
        """)

"""What must never be false of a sheet: approved by another than its author, or issued with a reason and looked over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0012_who_wrote_and_approved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='sheet',
            name='edited_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'review', 'approved'))), fields=('action',), name='sheet_one_under_way_per_action', violation_error_message='This action has a draft already. Finish or withdraw that one first.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('issued_by__isnull', True), ('status__in', ('draft', 'review', 'approved', 'withdrawn'))), models.Q(('issued_at__isnull', False), ('issued_by__isnull', False), ('status__in', ('issued', 'superseded'))), _connector='OR'), name='sheet_issued_at_and_by_together', violation_error_message='An issued sheet says when it was issued and by whom.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen__isnull', True), ('status__in', ('draft', 'review', 'approved', 'withdrawn'))), models.Q(('frozen__isnull', False), ('status__in', ('issued', 'superseded')), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='sheet_issued_is_frozen', violation_error_message='An issued sheet keeps its text frozen.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('approved_hash', '')), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_hash', ''), _negated=True)), _connector='OR'), name='sheet_approval_is_whole', violation_error_message='An approval says by whom, when, and of which content.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('approved_by', models.F('created_by')), _negated=True), models.Q(('approved_by', models.F('edited_by')), _negated=True)), _connector='OR'), name='sheet_author_does_not_approve', violation_error_message='Whoever began or last edited a sheet does not approve it: ask somebody else.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='sheet_approved_by_somebody', violation_error_message='An approved sheet has somebody who approved it.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'review', 'approved', 'withdrawn')), models.Q(('approved_by__isnull', False), ('approved_hash', models.F('content_hash'))), models.Q(('emergency_reason', ''), _negated=True), _connector='OR'), name='sheet_issued_as_approved', violation_error_message='A sheet is issued exactly as it was approved, or with a reason why there was no time for that.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('issued_by__isnull', False), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('emergency_reason', ''), _negated=True), models.Q(('reviewed_by', models.F('issued_by')), _negated=True), models.Q(('reviewed_by', models.F('created_by')), _negated=True), models.Q(('reviewed_by', models.F('edited_by')), _negated=True)), _connector='OR'), name='sheet_reviewed_by_another', violation_error_message='A sheet that was issued without approval is reviewed by somebody who neither wrote nor issued it.'),
        ),
    ]

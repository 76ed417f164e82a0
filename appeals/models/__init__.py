from appeals.models.sheet_pdf import SheetPDF

__all__ = ["SheetPDF"]
